import type { Context } from '../../platform/context/index.ts';
import {
  defineMessages,
  getTemplate,
  sendMessage,
  type MessageWords,
} from '../../platform/messages/index.ts';
import { fillText } from '../../platform/text/index.ts';
import { accountsOfPeople } from '../../subject/accounts/index.ts';
import { findMandate, listEntrusted, listRepresentatives } from '../../subject/mandates/index.ts';
import type { CaseRow } from './model.ts';
import type { CaseSession } from './session.ts';
import { listParties } from './store.ts';

/** What every message of a case can fill in; `{item}` is its everyday name. */
export const placeholders = ['item', 'number', 'applicant'] as const;

/** Messages that every item sends. An administrator may change their words. */
const messages = defineMessages('case', placeholders, {
  submitted: {
    title: { zh: '“{item}”已提交', en: '“{item}” was handed in' },
    body: {
      zh: '“{item}”申请已提交，办件编号 {number}。',
      en: 'Your application “{item}” was handed in; its number is {number}.',
    },
  },
  correcting: {
    title: { zh: '“{item}”需要补正', en: '“{item}” needs corrections' },
    body: {
      zh: '“{item}”有需要补正的内容，请打开办件查看并修改。',
      en: '“{item}” needs corrections; open the case to see and make them.',
    },
  },
  accepted: {
    title: { zh: '“{item}”已受理', en: '“{item}” was accepted' },
    body: {
      zh: '“{item}”已受理，最迟 {due}办结。',
      en: '“{item}” was accepted and will be decided by {due}.',
    },
  },
  granted: {
    title: { zh: '“{item}”已通过', en: '“{item}” was granted' },
    body: { zh: '“{item}”已通过，可以查看结果。', en: '“{item}” was granted; you can see the result.' },
  },
  notGranted: {
    title: { zh: '“{item}”暂未通过', en: '“{item}” is not granted yet' },
    body: {
      zh: '“{item}”按规则暂未通过。打开办件可查看原因，也可以修改、提出异议或申请人工审查。',
      en: 'The rules did not grant “{item}”. The case says why; you can correct it, dispute the data, or ask that a person decides.',
    },
  },
  refused: {
    title: { zh: '“{item}”未予批准', en: '“{item}” was refused' },
    body: {
      zh: '“{item}”未予批准，决定书说明了理由和救济途径。',
      en: '“{item}” was refused; the decision gives the reasons and how to appeal.',
    },
  },
  notAccepted: {
    title: { zh: '“{item}”不予受理', en: '“{item}” was not accepted' },
    body: {
      zh: '“{item}”不予受理，通知书说明了理由。',
      en: '“{item}” was not accepted; the notice gives the reasons.',
    },
  },
  ended: {
    title: { zh: '“{item}”已终止办理', en: '“{item}” has ended' },
    body: { zh: '“{item}”已终止办理，原因见办件。', en: '“{item}” has ended; the case says why.' },
  },
  extended: {
    title: { zh: '“{item}”办理期限已延长', en: '“{item}” will take longer' },
    body: { zh: '“{item}”的办理期限延长至 {due}。', en: 'The term of “{item}” was extended to {due}.' },
  },
  pay: {
    title: { zh: '“{item}”需要缴费', en: '“{item}” has a fee to pay' },
    body: {
      zh: '“{item}”需缴费 {amount} 元，请打开办件缴费。',
      en: '“{item}” has a fee of {amount} yuan; open the case to pay.',
    },
  },
  confirm: {
    title: { zh: '“{item}”需要您确认', en: '“{item}” needs your confirmation' },
    body: {
      zh: '{applicant}申请办理“{item}”，需要您确认。',
      en: '{applicant} applies for “{item}” and needs your confirmation.',
    },
  },
});

export type MessageKind = keyof typeof messages;

/** Tells the side of the one who applied, in the inbox and on the channels they gave. */
export async function tellApplicant(
  ctx: Context,
  session: CaseSession,
  kind: MessageKind,
  values: Record<string, string | number> = {},
): Promise<void> {
  const words = await getTemplate(ctx, `case.${kind}`);
  await tellSide(ctx, session, words, values);
  if (!forEveryone.has(kind) || !session.isStored) return;
  // Whoever was asked to agree wants to know what came of it.
  const parties = (await listParties(ctx, session.row.id)).map(({ personId }) => personId);
  for (const accountId of await accountsOfPeople(ctx, parties)) tell(ctx, session, accountId, words, values);
}

const forEveryone = new Set<MessageKind>(['accepted', 'granted', 'refused', 'notAccepted', 'ended']);

/** The same in words of a pack. */
export async function tellSide(
  ctx: Context,
  session: CaseSession,
  words: MessageWords,
  values: Record<string, string | number>,
): Promise<void> {
  // At a window a clerk filed it: the applicant reads the printed receipt.
  if (session.row.channel === 'window') return;
  const side = await accountsOfSide(ctx, session.row);
  // Whoever was let do it is told what waits; nobody can have been before it stands.
  const helpers = session.isStored ? await listEntrusted(ctx, session.row.id) : [];
  const accounts = new Set([...side, ...(await accountsOfPeople(ctx, helpers))]);
  for (const accountId of accounts) tell(ctx, session, accountId, words, values);
}

/** Accounts that speak for the applicant: who filed it while they may, the applicant, who represents an entity. */
async function accountsOfSide(ctx: Context, row: CaseRow): Promise<ReadonlySet<string>> {
  const { applicantKind, applicantId, agentPersonId, itemCode, accountId } = row;
  if (agentPersonId === null) return new Set([accountId]);
  const people = applicantKind === 'entity' ? await listRepresentatives(ctx, applicantId) : [applicantId];
  const accounts = await accountsOfPeople(ctx, people);
  const mayAct = (await findMandate(ctx, agentPersonId, applicantId, itemCode)) !== undefined;
  return new Set([...(mayAct ? [accountId] : []), ...accounts]);
}

/** Tells another person of the case, if they have an account. */
export async function tellPerson(
  ctx: Context,
  session: CaseSession,
  personId: string,
  kind: MessageKind,
): Promise<void> {
  const words = await getTemplate(ctx, `case.${kind}`);
  for (const accountId of await accountsOfPeople(ctx, [personId])) tell(ctx, session, accountId, words, {});
}

function tell(
  ctx: Context,
  { row, item }: CaseSession,
  accountId: string,
  text: MessageWords,
  values: Record<string, string | number>,
): void {
  const of = { number: row.number, item: item.content.title, applicant: row.applicantName, ...values };
  const [title, body] = [fillText(text.title, of), fillText(text.body, of)];
  sendMessage(ctx, { accountId, caseId: row.id, title, body });
}
