import Type from 'typebox';
import { longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { makePaper } from '../../platform/papers/index.ts';
import { defineMessages, getTemplate } from '../../platform/messages/index.ts';
import { fillText, Text } from '../../platform/text/index.ts';
import { listRepresentatives, tellPeople } from '../../subject/mandates/index.ts';
import { licenceErrors } from './errors.ts';
import { holdersOf } from './holders.ts';
import { recordLook } from './look.ts';
import { typeOf } from './present.ts';
import { findDecidable, lockLicence, markRevoked, stateOn, type LicenceRow } from './store.ts';

/** Why a licence is revoked; both go into the notice as they are written. */
export const Grounds = Type.Object(
  {
    reason: Type.String({ maxLength: 1000, pattern: '\\S[\\s\\S]{3,}\\S', description: 'What was found' }),
    basis: Type.String({ maxLength: 300, pattern: '\\S[\\s\\S]{2,}\\S', description: 'Law and article' }),
  },
  { additionalProperties: false },
);
export type Grounds = Type.Static<typeof Grounds>;

export const RevocationWords = Type.Object(
  {
    title: Type.String(),
    to: Type.String({ description: 'Name of the holder' }),
    paragraphs: Type.Array(Type.String()),
    signer: Type.String(),
    message: Type.Object({ title: Text, body: Text }),
  },
  { description: 'What the holder will be sent: the notice, and the message that points to it' },
);
type RevocationWords = Type.Static<typeof RevocationWords>;

const title = '撤销证照通知书';

/** What the holder reads of it in the inbox; an administrator may change the words. */
defineMessages('licence', [], {
  revoked: {
    title: { zh: '“{licence}”已被撤销', en: '“{licence}” was revoked' },
    body: {
      zh: '{issuer}撤销了{holder}的“{licence}”（编号 {number}）。请在“我的证照”中打开它，查看通知书和理由。如不服，可以自收到之日起 60 日内申请行政复议，或者 6 个月内提起行政诉讼。',
      en: '{issuer} revoked the “{licence}” of {holder} (number {number}). Open it under “My licences” for the notice and the reason. You may ask for administrative reconsideration within 60 days of receiving it, or sue within 6 months.',
    },
  },
});

/** What a revocation would tell its holder, before it is done. Errors: `licence.*`. */
export async function previewRevocation(
  ctx: Context,
  id: string,
  grounds: Grounds,
): Promise<RevocationWords> {
  const licence = await getRevocable(ctx, id);
  await recordLook(ctx, licence, 'supervision');
  return wordsOf(ctx, licence, grounds, dateOf(ctx.now));
}

/**
 * Revokes a licence: from now on it counts no more, and its holder has a numbered notice with the reason, the
 * legal basis and the ways to appeal. `seen` is the version that the caller has seen.
 * Errors: `licence.*`, `platform.version-conflict`.
 */
export async function revokeLicence(
  ctx: Context,
  id: string,
  grounds: Grounds,
  seen: number | null,
): Promise<void> {
  await lockLicence(ctx, id);
  const licence = await getRevocable(ctx, id);
  if (seen !== null && seen !== licence.version) throw platformErrors.versionConflict();
  const { actor } = ctx;
  const post = postsOf(actor).find(
    ({ role, agencyId }) => role === 'decider' && agencyId === licence.issuerId,
  );
  if (actor.kind !== 'account' || !post) throw platformErrors.forbidden();
  const noticeNumber = await nextNoticeNumber(ctx);
  await markRevoked(ctx, id, {
    accountId: actor.accountId,
    postId: post.id,
    reason: grounds.reason.trim(),
    basis: grounds.basis.trim(),
    noticeNumber,
  });
  ctx.record({
    action: 'licence.revoke',
    entity: 'licence',
    entityId: id,
    detail: { type: licence.typeCode, noticeNumber },
  });
  ctx.publish({ type: 'licence.revoked', subjectId: id, payload: { type: licence.typeCode } });
  const { message } = await wordsOf(ctx, licence, grounds, dateOf(ctx.now));
  await tellPeople(ctx, await readersOf(ctx, licence), message);
}

async function getRevocable(ctx: Context, id: string): Promise<LicenceRow> {
  const licence = await findDecidable(ctx, { id });
  if (!licence) throw licenceErrors.notDecidable();
  if ((await holdersOf(ctx)).includes(licence.holderId)) throw licenceErrors.ownLicence();
  if (stateOn(licence, dateOf(ctx.now)) !== 'valid') throw licenceErrors.notValid();
  return licence;
}

async function nextNoticeNumber(ctx: Context): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('notice_number_seq') as n`.execute(ctx.tx);
  return `撤字〔${dateOf(ctx.now).slice(0, 4)}〕第 ${String(rows[0]?.n ?? 0).padStart(6, '0')} 号`;
}

/** The holder, or those who represent it. */
async function readersOf(ctx: Context, licence: LicenceRow): Promise<string[]> {
  return licence.holderKind === 'person' ? [licence.holderId] : listRepresentatives(ctx, licence.holderId);
}

async function wordsOf(
  ctx: Context,
  licence: LicenceRow,
  { reason, basis }: Grounds,
  on: string,
): Promise<RevocationWords> {
  const { name } = await typeOf(ctx, licence);
  const { number, issuerZh, issuerEn, issuedOn, holderName } = licence;
  const words = await getTemplate(ctx, 'licence.revoked');
  const values = { licence: name, issuer: { zh: issuerZh, en: issuerEn }, holder: holderName, number };
  const you = licence.holderKind === 'person' ? '您' : '贵单位';
  return {
    title,
    to: holderName,
    paragraphs: [
      `${you}持有的《${name.zh}》（编号 ${number}，${longDate(issuedOn).zh}发证）经查存在以下情形：${endless(reason)}。`,
      `依据${endless(basis)}，决定自 ${longDate(on).zh}起撤销该证照。撤销后该证照不再有效，请停止使用。`,
      `如不服本决定，可以自收到本通知书之日起 60 日内向本级人民政府申请行政复议，也可以自收到之日起 6 个月内向人民法院提起行政诉讼。`,
    ],
    signer: issuerZh,
    message: { title: fillText(words.title, values), body: fillText(words.body, values) },
  };
}

/** Without a full stop of its own: the sentence around it has one. */
function endless(text: string): string {
  return text.trim().replace(/[。.；;]+$/u, '');
}

/** The notice as PDF, in the form of an official paper, always from the same content. Errors: `licence.not-revoked`. */
export async function revocationPaper(ctx: Context, licence: LicenceRow): Promise<Uint8Array> {
  const { revokedAt, revokeReason, revokeBasis, noticeNumber } = licence;
  if (revokedAt === null || revokeReason === null || revokeBasis === null || noticeNumber === null)
    throw licenceErrors.notRevoked();
  const on = dateOf(revokedAt);
  const words = await wordsOf(ctx, licence, { reason: revokeReason, basis: revokeBasis }, on);
  return makePaper({
    heading: words.signer,
    title: words.title,
    number: noticeNumber,
    blocks: [
      { kind: 'text', text: `${words.to}：` },
      ...words.paragraphs.map((text) => ({ kind: 'text' as const, text, indent: true })),
    ],
    signer: words.signer,
    date: longDate(on).zh,
  });
}
