import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { FaceCheckRow } from './model.ts';

/** What an account tried since an instant. */
export async function triesSince(
  ctx: Context,
  accountId: string,
  since: Date,
): Promise<{ begun: number; failed: number; lastFailedAt: Date | null }> {
  const { rows } = await sql<{ begun: number; failed: number; lastFailedAt: Date | null }>`
    select count(*)::int as begun, (count(*) filter (where state = 'failed'))::int as failed,
      max(finished_at) filter (where state = 'failed') as last_failed_at
    from face_check where account_id = ${accountId} and created_at > ${since}`.execute(ctx.tx);
  return rows[0] ?? { begun: 0, failed: 0, lastFailedAt: null };
}

export async function insertCheck(
  ctx: Context,
  check: Pick<FaceCheckRow, 'id' | 'accountId' | 'interaction' | 'consentVersion' | 'expiresAt'>,
): Promise<void> {
  await ctx.tx
    .insertInto('faceCheck')
    .values({ ...check, createdAt: ctx.now })
    .execute();
}

export async function keepTransaction(
  ctx: Context,
  id: string,
  { transaction, actions }: { transaction: string; actions: string[] },
): Promise<void> {
  await ctx.tx
    .updateTable('faceCheck')
    .set({ transactionId: transaction, actions })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

export interface FaceCheckKey {
  id: string;
  accountId: string;
  interaction: string;
}

/** Moves a check of this account and interaction on, once; answers it as it is now, or undefined. */
export async function moveCheck(
  ctx: Context,
  { id, accountId, interaction }: FaceCheckKey,
  from: 'open' | 'sent' | 'passed',
  to: 'sent' | 'passed' | 'failed' | 'unavailable' | 'used',
  expiresAt: Date | null = null,
): Promise<FaceCheckRow | undefined> {
  const isEnd = to === 'passed' || to === 'failed' || to === 'unavailable';
  const { rows } = await sql<FaceCheckRow>`
    update face_check set state = ${to}, finished_at = case when ${isEnd} then ${ctx.now}::timestamptz else finished_at end,
      expires_at = coalesce(${expiresAt}::timestamptz, expires_at)
    where id = ${id} and account_id = ${accountId} and interaction = ${interaction} and state = ${from}
      and (${from} = 'sent' or expires_at > ${ctx.now}) returning *`.execute(ctx.tx);
  return rows[0];
}
