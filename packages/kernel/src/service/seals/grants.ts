import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { doerBy, findHeadPost, findKeeperPost } from './acting.ts';
import { sealErrors } from './errors.ts';
import { holdSeal, noteDone } from './life.ts';
import type { NewGrant } from './model.ts';
import { findStaff, holdGrant, insertGrant, saveGrantsEnd, touchSeal } from './store.ts';

const longestMs = 3 * 366 * 86_400_000;

/**
 * Lets someone, or the jobs for a licence type or item, use a seal; by a head of its agency or its keeper. Answers the
 * grant's id. Errors: `seal.wrong-state`, `seal.grant-period`, `seal.not-staff`, `seal.own-grant`,
 * `platform.forbidden`, `platform.version-conflict`.
 */
export async function grantSeal(
  ctx: Context,
  sealId: string,
  ifMatch: number | null,
  wanted: NewGrant,
): Promise<string> {
  const seal = await holdSeal(ctx, sealId, ifMatch);
  const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findKeeperPost(ctx, seal));
  if (seal.state !== 'active') throw sealErrors.wrongState();
  const { account, forType = null, most = null, from = ctx.now, until, reason } = wanted;
  if (account === undefined && forType === null) throw platformErrors.invalidInput();
  if (until <= ctx.now || until <= from || until.getTime() - from.getTime() > longestMs)
    throw sealErrors.grantPeriod();
  const person = account === undefined ? undefined : await findStaff(ctx, seal.agencyId, account);
  if (account !== undefined && !person) throw sealErrors.notStaff({ account });
  if (person && person.id === doer.accountId) throw sealErrors.ownGrant();
  const matterId = await noteDone(ctx, sealId, 'grant', reason, doer);
  const id = newId();
  const accountId = person?.id ?? null;
  await insertGrant(
    ctx,
    { id, sealId, accountId, forType, most, validFrom: from, validUntil: until },
    matterId,
  );
  await touchSeal(ctx, sealId);
  return id;
}

/** Errors: `seal.not-found`, `seal.grant-ended`, `platform.forbidden`, `platform.version-conflict`. */
export async function endGrant(
  ctx: Context,
  sealId: string,
  grantId: string,
  ifMatch: number | null,
  reason: string,
): Promise<void> {
  const seal = await holdSeal(ctx, sealId, ifMatch);
  const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findKeeperPost(ctx, seal));
  const grant = await holdGrant(ctx, sealId, grantId);
  if (!grant) throw sealErrors.notFound();
  if (grant.endedAt !== null) throw sealErrors.grantEnded();
  await saveGrantsEnd(ctx, [grantId], await noteDone(ctx, sealId, 'end-grant', reason, doer));
  await touchSeal(ctx, sealId);
}
