import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { createAccount, endSessions, givePosts } from '../accounts/index.ts';
import { getAgencyBySlug, takePost } from '../organisation/index.ts';
import { createSession } from '../sessions/index.ts';
import { systemErrors } from './errors.ts';
import { findSystem, type AgencySystem } from './store.ts';

export interface NewSystem {
  /** Slug. */
  agency: string;
  name: Text;
  cryptoQuota: number;
}

/** What a program calls with; the token is shown once and only its hash is kept. */
export interface Access {
  id: string;
  login: string;
  token: string;
  expiresAt: Date;
}

/**
 * Registers a program of an agency: an account without a password that holds a post of its own there, as far as the
 * agency reaches. Errors: `platform.not-found`, `platform.forbidden` for an agency beyond what the caller administers.
 */
export async function registerSystem(ctx: Context, given: NewSystem): Promise<Access> {
  const agency = await getAgencyBySlug(ctx, given.agency);
  const postId = await takePost(ctx, {
    role: 'system',
    agency: agency.slug,
    division: agency.divisionCode,
  });
  const id = newId();
  const login = `system:${agency.slug}-${id.slice(-8)}`;
  const accountId = await createAccount(ctx, { login, name: given.name.zh });
  await givePosts(ctx, accountId, [postId]);
  await ctx.tx
    .insertInto('agencySystem')
    .values({
      id,
      accountId,
      agencyId: agency.id,
      nameZh: given.name.zh,
      nameEn: given.name.en,
      cryptoQuota: given.cryptoQuota,
      createdAt: ctx.now,
    })
    .execute();
  ctx.record({
    action: 'system.register',
    entity: 'agencySystem',
    entityId: id,
    detail: { agency: agency.slug, cryptoQuota: given.cryptoQuota },
  });
  return openAccess(ctx, id, login, accountId);
}

/** A new token; the one before ends at once. Errors: `platform.not-found`, `system.closed`. */
export async function renewToken(ctx: Context, id: string): Promise<Access> {
  const { login, accountId, closed } = await getSystem(ctx, id);
  if (closed) throw systemErrors.closed();
  await endSessions(ctx, accountId, null);
  ctx.record({ action: 'system.renew', entity: 'agencySystem', entityId: id });
  return openAccess(ctx, id, login, accountId);
}

/** Ends a program's access for good; its keys stay with its agency. Errors: `platform.not-found`, `system.closed`. */
export async function closeSystem(ctx: Context, id: string): Promise<void> {
  const { accountId, closed } = await getSystem(ctx, id);
  if (closed) throw systemErrors.closed();
  await ctx.tx.updateTable('agencySystem').set({ closedAt: ctx.now }).where('id', '=', id).execute();
  await ctx.tx.updateTable('account').set({ disabledAt: ctx.now }).where('id', '=', accountId).execute();
  await endSessions(ctx, accountId, null);
  ctx.record({ action: 'system.close', entity: 'agencySystem', entityId: id });
}

async function openAccess(ctx: Context, id: string, login: string, accountId: string): Promise<Access> {
  const token = await createSession(ctx, accountId, 'token');
  const system = await getSystem(ctx, id);
  return { id, login, token, expiresAt: system.tokenUntil ?? ctx.now };
}

async function getSystem(ctx: Context, id: string): Promise<AgencySystem> {
  const system = await findSystem(ctx, id);
  if (!system) throw platformErrors.notFound();
  return system;
}
