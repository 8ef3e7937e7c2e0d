import type { Text } from '@quancheng/kernel/platform/text';

/** What the rules of conformance say; each names what it misses as it stands in the file. */

export const missing: Text = { zh: '缺少这一项。', en: 'it is missing' };
export const unusedReason: Text = { zh: '没有决策给出这个理由。', en: 'no decision gives this reason' };
export const neverReached: Text = { zh: '永远走不到这里。', en: 'it is never reached' };

export const noForm = (key: string): Text => ({
  zh: `没有表单“${key}”。`,
  en: `there is no form “${key}”`,
});
export const noProcess = (key: string): Text => ({
  zh: `没有能够运行的流程“${key}”。`,
  en: `there is no process “${key}” that runs`,
});
export const noLicence = (code: string): Text => ({
  zh: `没有证照类型“${code}”。`,
  en: `there is no licence type “${code}”`,
});
export const noField = (name: string): Text => ({
  zh: `证照类型没有字段“${name}”。`,
  en: `the licence type has no field “${name}”`,
});
export const twice = (id: string): Text => ({ zh: `“${id}”出现了两次。`, en: `“${id}” stands there twice` });
export const noLayout = (code: string): Text => ({
  zh: `证照类型“${code}”需要且只能有一个版面。`,
  en: `the licence type “${code}” has exactly one layout`,
});
export const noResource = (code: string): Text => ({
  zh: `没有数据资源“${code}”。`,
  en: `unknown resource “${code}”`,
});
export const badExpression = (problem: string): Text => ({
  zh: `表达式读不懂：${problem}`,
  en: `the expression does not read: ${problem}`,
});
export const noDecision = (id: string): Text => ({
  zh: `没有决策“${id}”。`,
  en: `there is no decision “${id}”`,
});
export const noOperation = (type: string): Text => ({
  zh: `没有操作“${type}”。`,
  en: `unknown operation “${type}”`,
});
export const noHeader = (name: string): Text => ({
  zh: `缺少参数“${name}”。`,
  en: `the header “${name}” is missing`,
});
export const noText = (key: string): Text => ({
  zh: `服务包里没有文字“${key}”。`,
  en: `there is no text “${key}”`,
});
export const noProperty = (name: string): Text => ({
  zh: `任务缺少属性“${name}”。`,
  en: `the task has no property “${name}”`,
});
export const noQuestion = (name: string): Text => ({
  zh: `没有表单问题“${name}”。`,
  en: `no form asks “${name}”`,
});
export const noVerb = (verb: string): Text => ({ zh: `没有动作“${verb}”。`, en: `unknown verb “${verb}”` });
export const nobody = (group: string): Text => ({
  zh: `没有人能办这个任务：candidateGroups 为“${group}”。`,
  en: `nobody has the task: candidateGroups is “${group}”`,
});
export const notEnglish = (text: string): Text => ({
  zh: `英文处写的是中文：${text}`,
  en: `the English text is Chinese: ${text}`,
});
export const stopsAt = (elements: readonly string[]): Text => ({
  zh: `可能停在${listed(elements)}，再也走不下去。`,
  en: `it can stop for ever at ${elements.join(', ')}`,
});
export const cannotEnd = (elements: readonly string[]): Text => ({
  zh: `从${listed(elements)}出发走不到结束。`,
  en: `it cannot end from ${elements.join(', ')}`,
});

function listed(elements: readonly string[]): string {
  return elements.map((element) => `“${element}”`).join('、');
}
