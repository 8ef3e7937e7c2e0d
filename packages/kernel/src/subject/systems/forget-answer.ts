import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';

/**
 * Keeps a secret in an answer out of the table of answers that a repeated `Idempotency-Key` gets: sent again, the
 * command runs again. The row goes in the transaction that made it, so nobody ever reads it.
 */
export function forgetAnswer(ctx: Context, request: FastifyRequest): void {
  const key = request.headers['idempotency-key'];
  const { actor } = ctx;
  if (typeof key !== 'string' || actor.kind !== 'account') return;
  ctx.beforeCommit(async () => {
    await sql`delete from idempotency_key where account_id = ${actor.accountId} and key = ${key}`.execute(
      ctx.tx,
    );
  });
}
