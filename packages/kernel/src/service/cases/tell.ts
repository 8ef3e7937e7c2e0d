import type { Context } from '../../platform/context/index.ts';
import {
  defineMessages,
  getTemplate,
  sendMessage,
  type MessageWords,
} from '../../platform/messages/index.ts';
import { fillText, type Text } from '../../platform/text/index.ts';
import type { CaseSession } from './session.ts';

/** Messages that every item sends; `{item}` is its everyday name. An administrator may change their words. */
const messages = defineMessages('case', ['item', 'number', 'applicant'], {
  submitted: {
    title: { zh: '已收到您的申请', en: 'We have your application' },
    body: {
      zh: '“{item}”申请已提交，办件编号 {number}。',
      en: 'Your application “{item}” was handed in; its number is {number}.',
    },
  },
  correcting: {
    title: { zh: '请补正材料', en: 'Please correct your application' },
    body: {
      zh: '“{item}”有需要补正的内容，请打开办件查看并修改。',
      en: '“{item}” needs corrections; open the case to see and make them.',
    },
  },
  accepted: {
    title: { zh: '申请已受理', en: 'Accepted' },
    body: {
      zh: '“{item}”已受理，最迟 {due} 办结。',
      en: '“{item}” was accepted and will be decided by {due}.',
    },
  },
  granted: {
    title: { zh: '申请已通过', en: 'Granted' },
    body: { zh: '“{item}”已通过，可以查看结果。', en: '“{item}” was granted; you can see the result.' },
  },
  notGranted: {
    title: { zh: '暂未通过', en: 'Not granted yet' },
    body: {
      zh: '“{item}”按规则暂未通过。打开办件可查看原因，也可以修改、提出异议或申请人工审查。',
      en: 'The rules did not grant “{item}”. The case says why; you can correct it, dispute the data, or ask that a person decides.',
    },
  },
  refused: {
    title: { zh: '未予批准', en: 'Refused' },
    body: {
      zh: '“{item}”未予批准，决定书说明了理由和救济途径。',
      en: '“{item}” was refused; the decision gives the reasons and how to appeal.',
    },
  },
  notAccepted: {
    title: { zh: '不予受理', en: 'Not accepted' },
    body: {
      zh: '“{item}”不予受理，通知书说明了理由。',
      en: '“{item}” was not accepted; the notice gives the reasons.',
    },
  },
  ended: {
    title: { zh: '办理已终止', en: 'Ended' },
    body: { zh: '“{item}”已终止办理，原因见办件。', en: '“{item}” has ended; the case says why.' },
  },
  extended: {
    title: { zh: '办理期限已延长', en: 'The term was extended' },
    body: { zh: '“{item}”的办理期限延长至 {due}。', en: 'The term of “{item}” was extended to {due}.' },
  },
  pay: {
    title: { zh: '请缴费', en: 'Please pay' },
    body: {
      zh: '“{item}”需缴费 {amount} 元，请打开办件缴费。',
      en: '“{item}” has a fee of {amount} yuan; open the case to pay.',
    },
  },
  confirm: {
    title: { zh: '请您确认一项申请', en: 'Please confirm an application' },
    body: {
      zh: '{applicant}申请办理“{item}”，需要您确认。',
      en: '{applicant} applies for “{item}” and needs your confirmation.',
    },
  },
});

export type MessageKind = keyof typeof messages;

/** Tells the one who applied, in the inbox and on the channels they gave. */
export async function tellApplicant(
  ctx: Context,
  session: CaseSession,
  kind: MessageKind,
  values: Record<string, string | number> = {},
): Promise<void> {
  // At a window a clerk filed it: the applicant reads the printed receipt.
  if (session.row.channel === 'window') return;
  await tell(ctx, session, session.row.accountId, await getTemplate(ctx, `case.${kind}`), values);
}

/** Tells another person of the case, if they have an account. */
export async function tellPerson(
  ctx: Context,
  session: CaseSession,
  personId: string,
  kind: MessageKind,
): Promise<void> {
  const account = await ctx.tx
    .selectFrom('account')
    .select('id')
    .where('personId', '=', personId)
    .executeTakeFirst();
  if (account) await tell(ctx, session, account.id, await getTemplate(ctx, `case.${kind}`), {});
}

export async function tell(
  ctx: Context,
  { row, item }: CaseSession,
  accountId: string,
  text: MessageWords,
  values: Record<string, string | number>,
): Promise<void> {
  const of = (lang: 'zh' | 'en') => ({
    number: row.number,
    item: item.content.title[lang],
    applicant: row.applicantName,
    ...values,
  });
  const fill = (part: Text): Text => ({ zh: fillText(part, of('zh')).zh, en: fillText(part, of('en')).en });
  sendMessage(ctx, { accountId, caseId: row.id, title: fill(text.title), body: fill(text.body) });
}
