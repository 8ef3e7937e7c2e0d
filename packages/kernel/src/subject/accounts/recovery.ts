import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { hashLike, hashTogether } from './password.ts';
import { randomBase32 } from './totp.ts';

const setSize = 10;
/** 50 bits each; their hashes are as dear to try as those of passwords. */
const codeLength = 10;

/** Makes the codes of an account anew and answers them, which only the caller ever sees. */
export async function makeRecoveryCodes(ctx: Context, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: setSize }, () => randomBase32(codeLength));
  const hashes = await hashTogether(codes);
  await removeRecoveryCodes(ctx, accountId);
  await ctx.tx
    .insertInto('recoveryCode')
    .values(hashes.map((codeHash) => ({ accountId, codeHash })))
    .execute();
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

export async function removeRecoveryCodes(ctx: Context, accountId: string): Promise<void> {
  await ctx.tx.deleteFrom('recoveryCode').where('accountId', '=', accountId).execute();
}

/** The hash of a code that is one of the account's and was not used. */
export async function findRecoveryHash(
  db: Db | Tx,
  accountId: string,
  typed: string,
): Promise<string | undefined> {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!/^[A-Z2-7]{10}$/.test(code)) return undefined;
  const rows = await db
    .selectFrom('recoveryCode')
    .select(['codeHash', 'usedAt'])
    .where('accountId', '=', accountId)
    .execute();
  if (!rows[0]) return undefined;
  const hash = await hashLike(code, rows[0].codeHash);
  return rows.find(({ codeHash, usedAt }) => codeHash === hash && usedAt === null)?.codeHash;
}

/** Answers false when another sign-in took the code meanwhile. */
export async function takeRecoveryCode(ctx: Context, accountId: string, codeHash: string): Promise<boolean> {
  const { rows } = await sql`
    update recovery_code set used_at = ${ctx.now}
    where account_id = ${accountId} and code_hash = ${codeHash} and used_at is null returning 1`.execute(
    ctx.tx,
  );
  return rows.length > 0;
}

export async function countRecoveryCodes(ctx: Context, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from recovery_code where account_id = ${accountId} and used_at is null`.execute(
    ctx.tx,
  );
  return rows[0]?.n ?? 0;
}
