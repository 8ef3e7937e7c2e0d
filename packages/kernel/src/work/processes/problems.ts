import type { ModdleElement } from 'bpmn-moddle';

/** Why a BPMN file cannot run; `{what}` and `{reason}` are filled in. */
const texts = {
  invalidXml: { zh: '文件不是有效的 BPMN 2.0:{reason}', en: 'The file is not valid BPMN 2.0: {reason}' },
  noProcess: { zh: '文件里没有可执行的流程。', en: 'The file holds no executable process.' },
  severalProcesses: {
    zh: '文件里有多个可执行的流程，请一个文件放一个流程。',
    en: 'The file holds several executable processes; keep one in a file.',
  },
  unsupported: { zh: '不支持{what}。', en: '{what} is not supported.' },
  foreignExtension: {
    zh: '扩展“{what}”属于其他流程引擎，在这里不起作用。',
    en: 'The extension “{what}” belongs to another engine and would have no effect here.',
  },
  danglingFlow: {
    zh: '连线的{what}不存在，或不在同一层流程中。',
    en: 'The {what} of the flow is missing or in another scope.',
  },
  danglingReference: { zh: '引用的“{what}”不存在。', en: 'It refers to “{what}”, which does not exist.' },
  missing: { zh: '缺少{what}。', en: 'It has no {what}.' },
  missingCondition: {
    zh: '从网关出发的连线既没有条件，也不是默认连线。',
    en: 'The flow leaves a deciding gateway without a condition and is not its default.',
  },
  conditionWithoutUse: {
    zh: '这条连线上的条件不会被使用。',
    en: 'The condition on this flow would never be used.',
  },
  wrongDefault: { zh: '默认连线不是由此元素出发的。', en: 'The default flow does not leave this element.' },
  unreachable: { zh: '从开始事件到不了这个元素。', en: 'No start event leads to this element.' },
  noWayOut: { zh: '从这个元素到不了任何结束事件。', en: 'No end event can be reached from this element.' },
  badExpression: { zh: '表达式“{what}”有误：{reason}', en: 'The expression “{what}” is wrong: {reason}' },
  badTimer: { zh: '“{what}”不是有效的 ISO 8601 时间。', en: '“{what}” is not a valid ISO 8601 time.' },
  neverFires: {
    zh: '这个活动即时完成，附着其上的{what}永远不会触发。',
    en: 'This activity ends at once, so the {what} on it can never fire.',
  },
  starts: { zh: '需要恰好一个开始事件：{what}。', en: 'Exactly one start event is needed: {what}.' },
  duplicateStart: { zh: '有多个相同的开始事件。', en: 'There is more than one start event of this kind.' },
  flowsHere: { zh: '这个元素不能有{what}。', en: 'This element cannot have {what}.' },
  eventTarget: {
    zh: '事件网关之后只能直接连接等待消息、定时的事件或接收任务，且只能由该网关进入。',
    en: 'After an event-based gateway only message and timer catch events or receive tasks may follow, entered from it alone.',
  },
  noChoice: {
    zh: '事件网关需要至少两条出线。',
    en: 'An event-based gateway needs at least two outgoing flows.',
  },
} as const;

export type ProblemCode = keyof typeof texts;

export interface ProcessProblem {
  readonly code: ProblemCode;
  readonly elementId: string;
  readonly elementName: string;
  /** Such as `bpmn:UserTask`. */
  readonly type: string;
  readonly message: { readonly zh: string; readonly en: string };
}

/** A BPMN file that cannot run; `problems` lists everything found, not only the first. */
export class ProcessImportError extends Error {
  readonly problems: readonly ProcessProblem[];

  constructor(problems: readonly ProcessProblem[]) {
    super(
      problems.map((problem) => `${problem.type} ${problem.elementId}: ${problem.message.en}`).join('\n'),
    );
    this.name = 'ProcessImportError';
    this.problems = problems;
  }
}

type Blamed = Pick<ModdleElement, '$type' | 'id' | 'name'>;
/** A word in both languages, or one that needs no translation. */
export type Word = string | { readonly zh: string; readonly en: string };

export interface Problems {
  readonly list: ProcessProblem[];
  add(element: Blamed, code: ProblemCode, what?: Word, reason?: string): void;
}

export function createProblems(): Problems {
  const list: ProcessProblem[] = [];
  return {
    list,
    add(element, code, what = '', reason = '') {
      const word = typeof what === 'string' ? { zh: what, en: what } : what;
      const text = texts[code];
      const problem: ProcessProblem = {
        code,
        elementId: element.id ?? '',
        elementName: element.name ?? '',
        type: element.$type,
        message: { zh: fill(text.zh, word.zh, reason), en: fill(text.en, word.en, reason) },
      };
      const same = (other: ProcessProblem): boolean =>
        other.elementId === problem.elementId && other.message.en === problem.message.en;
      if (!list.some(same)) list.push(problem);
    },
  };
}

function fill(text: string, what: string, reason: string): string {
  const filled = text.replace('{what}', () => what).replace('{reason}', () => reason);
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}
