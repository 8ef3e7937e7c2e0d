import { defineErrors } from '../../platform/errors/index.ts';

export const processErrors = defineErrors('process', {
  refused: {
    status: 400,
    zh: '流程“{process}”有 {count} 处无法执行。',
    en: '{count} places of the process “{process}” cannot run.',
    remedyZh: '请按下列元素逐一修改后重新发布；原有版本继续有效。',
    remedyEn: 'Correct the elements named below and publish it again; the version in force stays.',
  },
  otherProcess: {
    status: 400,
    zh: '文件里的流程是“{found}”，不是“{process}”。',
    en: 'The file holds the process “{found}”, not “{process}”.',
    remedyZh: '请把文件中流程的标识改为“{process}”，或到那个流程的页面发布。',
    remedyEn:
      'Give the process in the file the id “{process}”, or publish it on the page of its own process.',
  },
  unknownProcess: {
    status: 404,
    zh: '没有流程“{process}”。',
    en: 'There is no process “{process}”.',
    remedyZh: '请先发布该流程，或核对流程标识。',
    remedyEn: 'Publish it first, or check its id.',
  },
  unknownInstance: {
    status: 404,
    zh: '没有这个流程实例。',
    en: 'There is no such process instance.',
    remedyZh: '请核对编号。',
    remedyEn: 'Check its id.',
  },
});
