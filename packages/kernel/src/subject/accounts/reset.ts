import { sql } from 'kysely';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context, UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { administeredPrefixes } from '../organisation/index.ts';
import { endSessions } from './end-sessions.ts';
import { accountErrors } from './errors.ts';
import { hashLinkSecret, linkEnd, newLinkSecret } from './links.ts';
import type { LostFactor } from './model.ts';
import { setPassword } from './own.ts';
import { checkPassword } from './password-rules.ts';
import { expectPassword } from './prove.ts';
import { removeRecoveryCodes } from './recovery.ts';
import { accountIdOf, getAccount, totpColumns } from './store.ts';
import { tellAccount } from './tell.ts';
import { newTotpSecret } from './totp.ts';

/**
 * Makes a one-time link by which someone of the staff replaces what was lost; earlier ones work no more.
 * Errors: `account.own-reset`, `platform.not-found`.
 */
export async function makeReset(
  ctx: Context,
  accountId: string,
  factor: LostFactor,
): Promise<{ token: string; expiresAt: Date }> {
  if (accountId === accountIdOf(ctx)) throw accountErrors.ownReset();
  await expectWhollyBelow(ctx, accountId);
  const token = newLinkSecret();
  const expiresAt = linkEnd(ctx.now);
  await ctx.tx
    .deleteFrom('accountReset')
    .where('accountId', '=', accountId)
    .where('usedAt', 'is', null)
    .execute();
  await ctx.tx
    .insertInto('accountReset')
    .values({ tokenHash: hashLinkSecret(token), accountId, factor, expiresAt })
    .execute();
  await tellAccount(ctx, accountId, 'resetMade');
  ctx.record({ action: 'account.reset-link', entity: 'account', entityId: accountId, detail: { factor } });
  return { token, expiresAt };
}

/**
 * By a link one could enter the account oneself: every post that it holds must lie within what the caller
 * administers, else an administrator of a district would reach those of the city.
 */
async function expectWhollyBelow(ctx: Context, accountId: string): Promise<void> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<{ below: boolean }>`
    select bool_and(p.role <> 'system' and exists (select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix
      where p.division_code like prefix || '%')) as below
    from account a join account_post h on h.account_id = a.id join post p on p.id = h.post_id
    where a.id = ${accountId} and a.disabled_at is null and (h.valid_until is null or h.valid_until >= ${today})`.execute(
    ctx.tx,
  );
  if (rows[0]?.below !== true) throw platformErrors.notFound();
}

/**
 * Replaces what was lost; all sessions end. For a lost password the new one is given, for a lost authenticator the
 * present one, and its new secret is answered. Errors: `account.reset-invalid`, as `checkPassword`, `expectPassword`.
 */
export async function acceptReset(
  ctx: Context,
  unit: UnitOfWork,
  given: { token: string; password: string },
  words: readonly string[],
): Promise<{ login: string; totpSecret: string | null }> {
  const { accountId, factor } = await takeLink(ctx, given.token);
  const { login } = await getAccount(ctx.tx, accountId);
  let totpSecret: string | null = null;
  if (factor === 'password') {
    checkPassword(given.password, login, words);
    await setPassword(ctx, accountId, given.password);
    await tellAccount(ctx, accountId, 'passwordChanged');
  } else {
    await expectPassword(ctx, unit, accountId, given.password);
    totpSecret = newTotpSecret();
    const { sealed } = await ctx.columns.seal(ctx.tx, totpColumns.secret, accountId, totpSecret);
    await ctx.tx
      .updateTable('account')
      .set({ totpSecretSealed: sealed, totpStep: null })
      .where('id', '=', accountId)
      .execute();
    await removeRecoveryCodes(ctx, accountId);
    await tellAccount(ctx, accountId, 'codeReset');
  }
  await endSessions(ctx, accountId, null);
  ctx.record({ action: 'account.reset', entity: 'account', entityId: accountId, detail: { factor } });
  return { login, totpSecret };
}

async function takeLink(ctx: Context, token: string): Promise<{ accountId: string; factor: LostFactor }> {
  const link = await ctx.tx
    .updateTable('accountReset')
    .set({ usedAt: ctx.now })
    .where('tokenHash', '=', hashLinkSecret(token))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .returning(['accountId', 'factor'])
    .executeTakeFirst();
  if (!link) throw accountErrors.resetInvalid();
  return { accountId: link.accountId, factor: link.factor as LostFactor };
}
