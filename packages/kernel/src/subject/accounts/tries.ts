import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import type { Db } from '../../platform/database/index.ts';

const maxFailures = 5;
const lockMs = 15 * 60_000;

/**
 * Counts a wrong try and locks at the fifth. Tries that come together wait for each other here, so that none of
 * them slips past the lock. Answers false when the account was locked already.
 */
export async function countFailure(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    update account set failed_attempts = failed_attempts + 1,
      locked_until = case when (failed_attempts + 1) % ${maxFailures} = 0 then ${lockEnd(ctx)}::timestamptz end
    where id = ${id} and (locked_until is null or locked_until <= ${ctx.now})
    returning locked_until is not null as locked`.execute(ctx.tx);
  if (!rows[0]) return false;
  ctx.record({
    action: 'account.sign-in-failed',
    entity: 'account',
    entityId: id,
    detail: { locks: rows[0].locked },
  });
  return true;
}

/** The same for a login that nobody has; what was typed may be a password by mistake, so only its hash is kept. */
export async function countUnknown(ctx: Context, login: string): Promise<boolean> {
  const hash = hashOf(login);
  const { rows } = await sql<{ locked: boolean }>`
    insert into unknown_login as u (login_hash, failed_attempts, tried_at) values (${hash}, 1, ${ctx.now})
    on conflict (login_hash) do update set failed_attempts = u.failed_attempts + 1, tried_at = excluded.tried_at,
      locked_until = case when (u.failed_attempts + 1) % ${maxFailures} = 0 then ${lockEnd(ctx)}::timestamptz end
    where u.locked_until is null or u.locked_until <= ${ctx.now}
    returning locked_until is not null as locked`.execute(ctx.tx);
  if (!rows[0]) return false;
  ctx.record({
    action: 'account.sign-in-failed',
    entity: 'login',
    entityId: hash,
    detail: { locks: rows[0].locked },
  });
  return true;
}

export async function findUnknownLock(db: Db, login: string): Promise<Date | null> {
  const row = await db
    .selectFrom('unknownLogin')
    .select('lockedUntil')
    .where('loginHash', '=', hashOf(login))
    .executeTakeFirst();
  return row?.lockedUntil ?? null;
}

/** Forgets the wrong tries of whoever signs in. Answers false when the account is locked. */
export async function takeSignIn(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await sql`
    update account set failed_attempts = 0, locked_until = null
    where id = ${id} and (locked_until is null or locked_until <= ${ctx.now}) returning id`.execute(ctx.tx);
  if (rows.length === 0) return false;
  ctx.record({ action: 'account.sign-in', entity: 'account', entityId: id });
  return true;
}

function lockEnd(ctx: Context): Date {
  return new Date(ctx.now.getTime() + lockMs);
}

function hashOf(login: string): string {
  return createHash('sha256').update(login).digest('hex');
}
