import Type from 'typebox';
import { longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { defineMessages, getTemplate } from '../../platform/messages/index.ts';
import { makePaper } from '../../platform/papers/index.ts';
import { fillText, Text } from '../../platform/text/index.ts';
import type { DirectChange, Grounds } from './changes.ts';
import { licenceErrors } from './errors.ts';
import { typeOf } from './present.ts';
import type { ChangeKind, LicenceChange, LicenceRow } from './store.ts';

export const ChangeWords = Type.Object(
  {
    notice: Type.Union(
      [
        Type.Object({
          title: Type.String(),
          to: Type.String({ description: 'Name of the holder' }),
          paragraphs: Type.Array(Type.String()),
          signer: Type.String(),
        }),
        Type.Null(),
      ],
      { description: 'The numbered paper; null where the message is all' },
    ),
    message: Type.Object({ title: Text, body: Text }),
  },
  { description: 'What the holder will be sent' },
);
export type ChangeWords = Type.Static<typeof ChangeWords>;
type Notice = NonNullable<ChangeWords['notice']>;

const appeal = {
  zh: '如不服，可以自收到之日起 60 日内申请行政复议，或者 6 个月内提起行政诉讼。',
  en: 'You may ask for administrative reconsideration within 60 days of receiving it, or sue within 6 months.',
};

/** What the holder reads in the inbox; an administrator may change the words. */
defineMessages('licence', [], {
  revoke: {
    title: { zh: '“{licence}”已被撤销', en: '“{licence}” was revoked' },
    body: {
      zh: `{issuer}撤销了{holder}的“{licence}”（编号 {number}）。请在“我的证照”中打开它，查看通知书和理由。${appeal.zh}`,
      en: `{issuer} revoked the “{licence}” of {holder} (number {number}). Open it under “My licences” for the notice and the reason. ${appeal.en}`,
    },
  },
  suspend: {
    title: { zh: '“{licence}”已暂停使用', en: '“{licence}” is suspended' },
    body: {
      zh: `{issuer}暂停了{holder}的“{licence}”（编号 {number}），恢复之前请不要使用。请在“我的证照”中打开它，查看通知书和理由。${appeal.zh}`,
      en: `{issuer} suspended the “{licence}” of {holder} (number {number}); please do not use it until it is resumed. Open it under “My licences” for the notice and the reason. ${appeal.en}`,
    },
  },
  resume: {
    title: { zh: '“{licence}”已恢复使用', en: '“{licence}” is valid again' },
    body: {
      zh: '{issuer}恢复了{holder}的“{licence}”（编号 {number}），从现在起可以照常使用。',
      en: '{issuer} resumed the “{licence}” of {holder} (number {number}); it can be used again from now on.',
    },
  },
  cancel: {
    title: { zh: '“{licence}”已注销', en: '“{licence}” was cancelled' },
    body: {
      zh: '{issuer}注销了{holder}的“{licence}”（编号 {number}），它不再有效。原因见“我的证照”。',
      en: '{issuer} cancelled the “{licence}” of {holder} (number {number}); it is valid no more. The reason stands under “My licences”.',
    },
  },
  annotate: {
    title: { zh: '“{licence}”有新的批注', en: 'A note was added to “{licence}”' },
    body: {
      zh: '{issuer}在{holder}的“{licence}”（编号 {number}）上加了一条批注，证照的效力不变。内容见“我的证照”。',
      en: '{issuer} added a note to the “{licence}” of {holder} (number {number}); it is as valid as before. You can read it under “My licences”.',
    },
  },
});

/** The papers of what is to the holder's disadvantage. */
const notices: Readonly<Partial<Record<ChangeKind, { title: Text; decided: string }>>> = {
  revoke: {
    title: { zh: '撤销证照通知书', en: 'Notice of revocation' },
    decided: '决定自 {on}起撤销该证照。撤销后该证照不再有效，请停止使用。',
  },
  suspend: {
    title: { zh: '暂停使用证照通知书', en: 'Notice of suspension' },
    decided: '决定自 {on}起暂停使用该证照。恢复之前，该证照不能作为有效证照使用。',
  },
};

/** What the paper of a change of each kind is called. */
export const changePaperTitles: Readonly<Record<string, Text>> = Object.fromEntries(
  Object.entries(notices).map(([kind, { title }]) => [kind, title]),
);

/** Both what will be written and what will be sent. */
export async function announce(
  ctx: Context,
  licence: LicenceRow,
  kind: DirectChange,
  grounds: Grounds,
  on: string,
): Promise<ChangeWords> {
  return {
    notice: await noticeOf(ctx, licence, kind, grounds, on),
    message: await messageOf(ctx, licence, kind),
  };
}

export async function messageOf(ctx: Context, licence: LicenceRow, kind: DirectChange) {
  const { name } = await typeOf(ctx, licence);
  const { number, issuerZh, issuerEn, holderName } = licence;
  const words = await getTemplate(ctx, `licence.${kind}`);
  const values = { licence: name, issuer: { zh: issuerZh, en: issuerEn }, holder: holderName, number };
  return { title: fillText(words.title, values), body: fillText(words.body, values) };
}

async function noticeOf(
  ctx: Context,
  licence: LicenceRow,
  kind: ChangeKind,
  { reason, basis }: { reason: string; basis?: string | null | undefined },
  on: string,
): Promise<Notice | null> {
  const words = notices[kind];
  if (!words || !basis) return null;
  const { name } = await typeOf(ctx, licence);
  const you = licence.holderKind === 'person' ? '您' : '贵单位';
  return {
    title: words.title.zh,
    to: licence.holderName,
    paragraphs: [
      `${you}持有的《${name.zh}》（编号 ${licence.number}，${longDate(licence.issuedOn).zh}发证）经查存在以下情形：${endless(reason)}。`,
      `依据${endless(basis)}，${words.decided.replace('{on}', longDate(on).zh)}`,
      `如不服本决定，可以自收到本通知书之日起 60 日内向本级人民政府申请行政复议，也可以自收到之日起 6 个月内向人民法院提起行政诉讼。`,
    ],
    signer: licence.issuerZh,
  };
}

/** Without a full stop of its own: the sentence around it has one. */
function endless(text: string): string {
  return text.trim().replace(/[。.；;]+$/u, '');
}

/** The notice of a change as PDF, in the form of an official paper, always from the same content. Errors: `licence.no-notice`. */
export async function changePaper(
  ctx: Context,
  licence: LicenceRow,
  change: LicenceChange,
): Promise<Uint8Array> {
  const on = dateOf(change.at);
  const words = await noticeOf(ctx, licence, change.kind, change, on);
  if (!words || change.noticeNumber === null) throw licenceErrors.noNotice();
  return makePaper({
    heading: words.signer,
    title: words.title,
    number: change.noticeNumber,
    blocks: [
      { kind: 'text', text: `${words.to}：` },
      ...words.paragraphs.map((text) => ({ kind: 'text' as const, text, indent: true })),
    ],
    signer: words.signer,
    date: longDate(on).zh,
  });
}
