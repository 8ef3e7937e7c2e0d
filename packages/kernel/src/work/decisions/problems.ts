import type { DmnElement } from 'dmn-moddle';

/** Why a DMN file cannot be used; `{what}` and `{reason}` are filled in. */
const texts = {
  invalidXml: { zh: '文件不是有效的 DMN:{reason}', en: 'The file is not valid DMN: {reason}' },
  wrongVersion: {
    zh: '不支持命名空间“{what}”，请使用 DMN 1.2 至 1.5。',
    en: 'The namespace “{what}” is not supported; use DMN 1.2 to 1.5.',
  },
  unsupported: { zh: '不支持{what}。', en: '{what} is not supported.' },
  missing: { zh: '缺少{what}。', en: 'It has no {what}.' },
  badExpression: { zh: '表达式“{what}”有误：{reason}', en: 'The expression “{what}” is wrong: {reason}' },
  danglingReference: { zh: '引用的“{what}”不存在。', en: 'It refers to “{what}”, which does not exist.' },
  unknownImport: {
    zh: '没有找到引入的模型“{what}”，请先发布它。',
    en: 'The imported model “{what}” is not known; publish it first.',
  },
  unknownType: { zh: '没有类型“{what}”。', en: 'There is no type “{what}”.' },
  repeatedName: { zh: '名称“{what}”重复。', en: 'The name “{what}” is used twice.' },
  circular: { zh: '“{what}”依赖自身。', en: '“{what}” depends on itself.' },
  uneven: {
    zh: '规则的单元格数目与表头不一致。',
    en: 'The rule does not have as many cells as the table has columns.',
  },
} as const;

type ProblemCode = keyof typeof texts;

export interface DecisionProblem {
  readonly code: ProblemCode;
  readonly elementId: string;
  readonly elementName: string;
  readonly message: { readonly zh: string; readonly en: string };
}

/** A DMN file that cannot be used; `problems` lists everything found, not only the first. */
export class DecisionImportError extends Error {
  readonly problems: readonly DecisionProblem[];

  constructor(problems: readonly DecisionProblem[]) {
    super(problems.map(({ elementId, message }) => `${elementId}: ${message.en}`).join('\n'));
    this.name = 'DecisionImportError';
    this.problems = problems;
  }
}

type Blamed = Pick<DmnElement, 'id' | 'name'>;

export interface Problems {
  readonly list: DecisionProblem[];
  add(element: Blamed, code: ProblemCode, what?: string, reason?: string): void;
}

export function createProblems(): Problems {
  const list: DecisionProblem[] = [];
  return {
    list,
    add(element, code, what = '', reason = '') {
      const { zh, en } = texts[code];
      list.push({
        code,
        elementId: element.id ?? '',
        elementName: element.name ?? '',
        message: { zh: fill(zh, what, reason), en: fill(en, what, reason) },
      });
    },
  };
}

function fill(text: string, what: string, reason: string): string {
  return text.replace('{what}', () => what).replace('{reason}', () => reason);
}
