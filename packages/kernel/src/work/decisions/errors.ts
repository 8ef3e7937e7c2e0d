import { defineErrors } from '../../platform/errors/index.ts';

export const decisionErrors = defineErrors('decision', {
  refused: {
    status: 400,
    zh: '决策文件“{file}”有 {count} 处无法使用。',
    en: '{count} places of the decision file “{file}” cannot be used.',
    remedyZh: '请按下列元素逐一修改后重新发布；原有版本继续有效。',
    remedyEn: 'Correct the elements named below and publish it again; the version in force stays.',
  },
  unknownDecision: {
    status: 404,
    zh: '没有决策“{decision}”。',
    en: 'There is no decision “{decision}”.',
    remedyZh: '请先发布该决策，或核对决策标识。',
    remedyEn: 'Publish it first, or check its id.',
  },
});
