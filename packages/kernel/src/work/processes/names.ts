import type { Word } from './problems.ts';

const events: Record<string, Word> = {
  'bpmn:StartEvent': { zh: '开始事件', en: 'start event' },
  'bpmn:EndEvent': { zh: '结束事件', en: 'end event' },
  'bpmn:IntermediateThrowEvent': { zh: '中间抛出事件', en: 'intermediate throw event' },
  'bpmn:IntermediateCatchEvent': { zh: '中间捕获事件', en: 'intermediate catch event' },
  'bpmn:BoundaryEvent': { zh: '边界事件', en: 'boundary event' },
};

const definitions: Record<string, Word> = {
  'bpmn:MessageEventDefinition': { zh: '消息', en: 'message' },
  'bpmn:TimerEventDefinition': { zh: '定时', en: 'timer' },
  'bpmn:ErrorEventDefinition': { zh: '错误', en: 'error' },
  'bpmn:SignalEventDefinition': { zh: '信号', en: 'signal' },
  'bpmn:EscalationEventDefinition': { zh: '升级', en: 'escalation' },
  'bpmn:ConditionalEventDefinition': { zh: '条件', en: 'conditional' },
  'bpmn:LinkEventDefinition': { zh: '链接', en: 'link' },
  'bpmn:CompensateEventDefinition': { zh: '补偿', en: 'compensation' },
  'bpmn:CancelEventDefinition': { zh: '取消', en: 'cancel' },
  'bpmn:TerminateEventDefinition': { zh: '终止', en: 'terminate' },
};

const elements: Record<string, Word> = {
  'bpmn:Task': {
    zh: '未定类型的任务（请改为人工、服务等任务）',
    en: 'a task of no type (make it a user, service … task)',
  },
  'bpmn:ManualTask': { zh: '手工任务（请改为人工任务）', en: 'a manual task (make it a user task)' },
  'bpmn:ComplexGateway': { zh: '复杂网关', en: 'a complex gateway' },
  'bpmn:Transaction': { zh: '事务子流程', en: 'a transaction' },
  'bpmn:AdHocSubProcess': { zh: '即席子流程', en: 'an ad-hoc subprocess' },
};

export function eventWord(event: string, definition: string | undefined): Word {
  const left = pair(definitions[definition ?? ''] ?? { zh: '空', en: 'none' });
  const right = pair(events[event] ?? event);
  return { zh: `${left.zh}${right.zh}`, en: `${left.en} ${right.en}` };
}

export function elementWord(type: string): Word {
  return elements[type] ?? type;
}

function pair(word: Word): { zh: string; en: string } {
  return typeof word === 'string' ? { zh: word, en: word } : word;
}
