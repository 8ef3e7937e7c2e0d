import type { Text } from '../../platform/text/index.ts';
import type { CaseStatus, Verb } from './model.ts';

/** The status as people read it. */
export const statusWords: Readonly<Record<CaseStatus, Text>> = {
  draft: { zh: '未提交', en: 'Draft' },
  submitted: { zh: '已提交', en: 'Handed in' },
  correcting: { zh: '待补正', en: 'Needs corrections' },
  notAccepted: { zh: '不予受理', en: 'Not accepted' },
  accepted: { zh: '已受理', en: 'Accepted' },
  suspended: { zh: '暂停计时', en: 'Clock stopped' },
  review: { zh: '审查中', en: 'In review' },
  notGranted: { zh: '暂未通过', en: 'Not granted yet' },
  granted: { zh: '已通过', en: 'Granted' },
  delivered: { zh: '已办结', en: 'Done' },
  refused: { zh: '未予批准', en: 'Refused' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  ended: { zh: '已终止', en: 'Ended' },
};

/** What a button says. */
export const verbWords: Readonly<Record<Verb, Text>> = {
  save: { zh: '保存', en: 'Save' },
  submit: { zh: '提交', en: 'Submit' },
  resubmit: { zh: '修改后重新提交', en: 'Correct and send again' },
  materials: { zh: '补交材料', en: 'Hand in what may follow' },
  confirm: { zh: '核对并答复', en: 'Check and answer' },
  dispute: { zh: '对数据提出异议', en: 'Dispute the data' },
  'ask-person': { zh: '申请人工审查', en: 'Ask that a person decides' },
  pay: { zh: '去缴费', en: 'Pay' },
  withdraw: { zh: '撤回申请', en: 'Withdraw' },
  rate: { zh: '评价', en: 'Rate' },
  claim: { zh: '领取', en: 'Take' },
  'request-correction': { zh: '一次性告知补正', en: 'Ask for corrections' },
  accept: { zh: '受理', en: 'Accept' },
  'not-accept': { zh: '不予受理', en: 'Do not accept' },
  suspend: { zh: '暂停计时', en: 'Stop the clock' },
  resume: { zh: '恢复计时', en: 'Start the clock again' },
  extend: { zh: '延长期限', en: 'Extend the term' },
  'hand-over': { zh: '转交', en: 'Hand over' },
  deliver: { zh: '登记送达', en: 'Record delivery' },
  end: { zh: '终止', en: 'End' },
  review: { zh: '提交审查意见', en: 'Send the review' },
  decide: { zh: '作出决定', en: 'Decide' },
};

/** Lines of the timeline, in plain words. */
export const eventWords = {
  submitted: { zh: '提交了申请。', en: 'The application was handed in.' },
  resubmitted: { zh: '已按要求修改并重新提交。', en: 'Corrected and handed in again.' },
  followed: { zh: '补交了材料：{names}。', en: 'Materials followed: {names}.' },
  checked: { zh: '系统按公开规则核验了所需信息。', en: 'The published rules checked what they need.' },
  accepted: { zh: '申请已受理。', en: 'The application was accepted.' },
  acceptedForPerson: {
    zh: '申请已受理，转人工审查。',
    en: 'The application was accepted, and a person will decide.',
  },
  deemedAccepted: {
    zh: '未在期限内提出补正要求，依法视为受理。',
    en: 'No correction was asked for in time: deemed accepted by law.',
  },
  correctionAsked: {
    zh: '一次性告知了需要补正的内容。',
    en: 'All corrections were asked for in one notice.',
  },
  notAccepted: { zh: '不予受理，理由见通知。', en: 'Not accepted; the notice says why.' },
  claimed: { zh: '{name}开始办理。', en: '{name} began to handle it.' },
  handedOver: { zh: '转交{name}办理。', en: 'Handed over to {name}.' },
  suspended: { zh: '因“{cause}”暂停计时。', en: 'The clock stopped for “{cause}”.' },
  resumed: { zh: '恢复计时。', en: 'The clock runs again.' },
  extended: {
    zh: '期限延长 {amount} 个工作日：{reason}',
    en: 'The term was extended by {amount} working days: {reason}',
  },
  reviewed: { zh: '完成审查。', en: 'The review was made.' },
  countersigned: { zh: '第二名核查员签字。', en: 'The second inspector signed.' },
  inspected: { zh: '完成现场核查。', en: 'The site was visited.' },
  granted: { zh: '申请已通过。', en: 'Granted.' },
  notGranted: {
    zh: '按规则暂未通过，可以修改、提出异议或申请人工审查。',
    en: 'The rules did not grant it; it can be corrected or disputed, or a person can decide.',
  },
  askedPerson: { zh: '申请由工作人员审查决定。', en: 'The applicant asked for a decision by a person.' },
  refused: { zh: '未予批准，理由见决定书。', en: 'Refused; the decision gives the reasons.' },
  licenceReplaced: {
    zh: '新的“{name}”已生成，编号 {number} 不变，原证照从现在起不再有效。',
    en: 'A new “{name}” was issued under the same number {number}; the old one is valid no more.',
  },
  licenceIssued: { zh: '“{name}”已生成，编号 {number}。', en: '“{name}” was issued, number {number}.' },
  delivered: { zh: '已办结，结果已送达。', en: 'Done; the result was delivered.' },
  orderOpened: { zh: '需缴费：{name}，{amount} 元。', en: 'A fee is due: {name}, {amount} yuan.' },
  paid: { zh: '已缴费 {amount} 元。', en: '{amount} yuan paid.' },
  paidBy: { zh: '{name}已缴费 {amount} 元。', en: '{name} paid {amount} yuan.' },
  refunded: { zh: '已原路退费 {amount} 元。', en: '{amount} yuan went back the way they were paid.' },
  refundedTo: {
    zh: '已原路退费 {amount} 元，退给{name}。',
    en: '{amount} yuan went back to {name}, the way they were paid.',
  },
  payoutOrdered: { zh: '已安排付款 {amount} 元。', en: 'A payment of {amount} yuan was ordered.' },
  payoutPaid: { zh: '{amount} 元已到账。', en: '{amount} yuan were paid out.' },
  confirmed: { zh: '{name}已确认。', en: '{name} confirmed.' },
  declined: { zh: '{name}没有同意。', en: '{name} did not agree.' },
  withdrawn: { zh: '申请已撤回。', en: 'The application was withdrawn.' },
  ended: { zh: '办理终止：{reason}', en: 'Ended: {reason}' },
  lapsed: { zh: '逾期未补正，办理终止。', en: 'No answer in time: ended.' },
  disputed: {
    zh: '对“{field}”提出异议，已转数据来源部门核实。',
    en: '“{field}” was disputed; its source agency is checking.',
  },
  rated: { zh: '评价了 {stars} 星。', en: 'Rated {stars} of 5.' },
} as const satisfies Record<string, Text>;

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** A civil date as people say it: 「12 月 3 日(周四)」. */
export function spokenDate(date: string): Text {
  const day = new Date(`${date}T00:00:00Z`);
  const zh = `${day.getUTCMonth() + 1} 月 ${day.getUTCDate()} 日（${weekdays[day.getUTCDay()]}）`;
  const en = day.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return { zh, en };
}
