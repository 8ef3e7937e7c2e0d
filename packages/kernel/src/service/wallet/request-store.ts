import type { JWK } from 'jose';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';

export interface RequestRow {
  id: string;
  secretHash: Buffer;
  typeCode: string;
  claims: string[];
  purpose: string;
  nonce: string;
  responseState: string;
  /** Private; null where the answer comes as it is. */
  answerKey: JWK | null;
  state: 'open' | 'shown' | 'refused';
  reason: string | null;
  /** Values by path. */
  shown: Record<string, unknown> | null;
  answeredAt: Date | null;
  expiresAt: Date;
}

const columns = sql`r.id, r.secret_hash, r.type_code, r.claims, r.purpose, r.nonce, r.response_state, r.answer_key,
  r.state, r.reason, r.shown, r.answered_at, r.expires_at from wallet_request r`;

/** Writes a request, and forgets those that have run out with all that was shown. */
export async function insertRequest(
  ctx: Context,
  request: Omit<RequestRow, 'state' | 'reason' | 'shown' | 'answeredAt'>,
): Promise<void> {
  await sql`delete from wallet_request where expires_at < ${ctx.now}`.execute(ctx.tx);
  const { answerKey } = request;
  await sql`insert into wallet_request
      (id, secret_hash, type_code, claims, purpose, nonce, response_state, answer_key, created_at, expires_at)
    values (${request.id}, ${request.secretHash}, ${request.typeCode}, ${request.claims}, ${request.purpose},
      ${request.nonce}, ${request.responseState}, ${answerKey && JSON.stringify(answerKey)}::jsonb, ${ctx.now},
      ${request.expiresAt})`.execute(ctx.tx);
}

export async function findRequest(ctx: Context, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select ${columns} where r.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Of two who answer at once, the second waits and finds it answered. */
export async function holdRequest(ctx: Context, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select ${columns} where r.id = ${id} for update`.execute(ctx.tx);
  return rows[0];
}

export async function saveAnswer(
  ctx: Context,
  id: string,
  { state, shown, reason }: Pick<RequestRow, 'state' | 'shown' | 'reason'>,
): Promise<void> {
  await sql`update wallet_request set state = ${state}, shown = ${shown && JSON.stringify(shown)}::jsonb,
    reason = ${reason}, answered_at = ${ctx.now}, answer_key = null where id = ${id}`.execute(ctx.tx);
}
