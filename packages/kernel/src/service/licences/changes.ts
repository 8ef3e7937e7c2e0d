import Type from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { tellPeople } from '../../subject/mandates/index.ts';
import { announce, messageOf, type ChangeWords } from './change-words.ts';
import { licenceErrors } from './errors.ts';
import { holdersOf, readersOf } from './holders.ts';
import { recordLook } from './look.ts';
import {
  findDecidable,
  lockLicence,
  saveChange,
  stateOn,
  type LicenceRow,
  type LicenceState,
  type StandingState,
} from './store.ts';

/** Why a licence is changed; both go to the holder as they are written. */
export const Grounds = Type.Object(
  {
    reason: Type.String({ maxLength: 1000, pattern: '\\S[\\s\\S]{3,}\\S', description: 'What was found' }),
    basis: Type.Optional(
      Type.String({
        maxLength: 300,
        pattern: '\\S[\\s\\S]{2,}\\S',
        description: 'Law and article; needed for what is to the disadvantage of the holder',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Grounds = Type.Static<typeof Grounds>;

export const directChanges = ['suspend', 'resume', 'revoke', 'cancel', 'annotate'] as const;
export type DirectChange = (typeof directChanges)[number];

interface Rule {
  from: readonly StandingState[];
  /** Null: it stands as before. */
  to: LicenceState | null;
  /** To the holder's disadvantage: it takes a legal basis, and a numbered notice says how to appeal. */
  weight: 'adverse' | 'plain';
  /** The character that numbers of its notices carry. */
  mark: string;
}

/** What an official may do with a licence that is out, and how it stands then. */
export const changeRules: Readonly<Record<DirectChange, Rule>> = {
  suspend: { from: ['valid'], to: 'suspended', weight: 'adverse', mark: '暂' },
  resume: { from: ['suspended'], to: 'valid', weight: 'plain', mark: '复' },
  revoke: { from: ['valid', 'suspended'], to: 'revoked', weight: 'adverse', mark: '撤' },
  cancel: { from: ['valid', 'suspended', 'expired'], to: 'cancelled', weight: 'plain', mark: '注' },
  annotate: { from: ['valid', 'suspended'], to: null, weight: 'plain', mark: '批' },
};

/** What a change would tell the holder, before it is made. Errors: `licence.*`. */
export async function previewChange(
  ctx: Context,
  id: string,
  kind: DirectChange,
  grounds: Grounds,
): Promise<ChangeWords> {
  const licence = await getChangeable(ctx, id, kind, grounds);
  await recordLook(ctx, licence, 'supervision');
  return announce(ctx, licence, kind, grounds, dateOf(ctx.now));
}

/**
 * Changes how a licence stands from now on. Its holder is told; what is to the holder's disadvantage comes as a
 * numbered notice with reason, legal basis and the ways to appeal. `seen` is the version that the caller has seen.
 * Errors: `licence.*`, `platform.version-conflict`.
 */
export async function changeLicence(
  ctx: Context,
  id: string,
  kind: DirectChange,
  grounds: Grounds,
  seen: number | null,
): Promise<void> {
  await lockLicence(ctx, id);
  const licence = await getChangeable(ctx, id, kind, grounds);
  if (seen !== null && seen !== licence.version) throw platformErrors.versionConflict();
  const { actor } = ctx;
  const post = postsOf(actor).find(
    ({ role, agencyId }) => role === 'decider' && agencyId === licence.issuerId,
  );
  if (actor.kind !== 'account' || !post) throw platformErrors.forbidden();
  const { to, weight, mark } = changeRules[kind];
  const noticeNumber = weight === 'adverse' ? await nextNoticeNumber(ctx, mark) : null;
  const change = await saveChange(
    ctx,
    {
      licenceId: id,
      kind,
      accountId: actor.accountId,
      postId: post.id,
      caseId: null,
      reason: grounds.reason.trim(),
      basis: grounds.basis?.trim() ?? null,
      noticeNumber,
      successorId: null,
    },
    to,
  );
  ctx.record({
    action: `licence.${kind}`,
    entity: 'licence',
    entityId: id,
    detail: { type: licence.typeCode, change: change.id, ...(noticeNumber ? { noticeNumber } : {}) },
  });
  ctx.publish({ type: `licence.${kind}`, subjectId: id, payload: { type: licence.typeCode } });
  await tellPeople(ctx, await readersOf(ctx, licence), await messageOf(ctx, licence, kind));
}

async function getChangeable(
  ctx: Context,
  id: string,
  kind: DirectChange,
  grounds: Grounds,
): Promise<LicenceRow> {
  const licence = await findDecidable(ctx, { id });
  if (!licence) throw licenceErrors.notDecidable();
  if ((await holdersOf(ctx)).includes(licence.holderId)) throw licenceErrors.ownLicence();
  const { from, weight } = changeRules[kind];
  if (!from.includes(stateOn(licence, dateOf(ctx.now)))) throw licenceErrors.notNow();
  if (weight === 'adverse' && grounds.basis === undefined) throw licenceErrors.basisNeeded();
  return licence;
}

async function nextNoticeNumber(ctx: Context, mark: string): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('notice_number_seq') as n`.execute(ctx.tx);
  return `${mark}字〔${dateOf(ctx.now).slice(0, 4)}〕第 ${String(rows[0]?.n ?? 0).padStart(6, '0')} 号`;
}
