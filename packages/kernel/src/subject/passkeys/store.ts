import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Passkey } from './model.ts';

const challengeMs = 5 * 60_000;

/** Newest last; an account has few. */
export async function listPasskeys(ctx: Context, accountId: string): Promise<Passkey[]> {
  return ctx.tx
    .selectFrom('passkey')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('id')
    .limit(100)
    .execute();
}

export async function hasPasskey(db: Db | Tx, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('passkey')
    .select('id')
    .where('accountId', '=', accountId)
    .limit(1)
    .execute();
  return row.length > 0;
}

export async function findPasskey(db: Db | Tx, credentialId: string): Promise<Passkey | undefined> {
  return db.selectFrom('passkey').selectAll().where('credentialId', '=', credentialId).executeTakeFirst();
}

/** Answers false when some account has it already. */
export async function insertPasskey(ctx: Context, passkey: Passkey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('passkey')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credentialId').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findOwn(ctx: Context, accountId: string, id: string): Promise<Passkey | undefined> {
  return ctx.tx
    .selectFrom('passkey')
    .selectAll()
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
}

export async function deletePasskey(ctx: Context, id: string): Promise<void> {
  await ctx.tx.deleteFrom('passkey').where('id', '=', id).execute();
}

/**
 * Keeps a use with the authenticator's count of signatures. Answers false when the count did not go on: then the key
 * exists twice. Uses that come together wait for each other here.
 */
export async function takeUse(
  ctx: Context,
  id: string,
  { counter, synced }: Pick<Passkey, 'counter' | 'synced'>,
): Promise<boolean> {
  const { rows } = await sql`
    update passkey set counter = ${counter}, synced = ${synced}, used_at = ${ctx.now}
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0)) returning id`.execute(
    ctx.tx,
  );
  return rows.length > 0;
}

/** Keeps a challenge for one use; those that nobody came back for go. */
export async function keepChallenge(ctx: Context, challenge: string, boundTo: string): Promise<void> {
  await ctx.tx.deleteFrom('passkeyChallenge').where('expiresAt', '<', ctx.now).execute();
  const expiresAt = new Date(ctx.now.getTime() + challengeMs);
  await ctx.tx
    .insertInto('passkeyChallenge')
    .values({ hash: digest(challenge), boundTo, expiresAt })
    .execute();
}

/** Takes a challenge out of use. Answers false when there is none of this binding, or it has expired. */
export async function takeChallenge(ctx: Context, challenge: string, boundTo: string): Promise<boolean> {
  const row = await ctx.tx
    .deleteFrom('passkeyChallenge')
    .where('hash', '=', digest(challenge))
    .where('boundTo', '=', boundTo)
    .where('expiresAt', '>', ctx.now)
    .returning('hash')
    .executeTakeFirst();
  return row !== undefined;
}

function digest(challenge: string): string {
  return createHash('sha256').update(challenge).digest('hex');
}
