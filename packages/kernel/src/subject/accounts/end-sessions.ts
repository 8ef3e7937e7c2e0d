import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';

/** Ends what is open for an account, in whichever browser and program; `keep` is the session that goes on, if any. */
export async function endSessions(ctx: Context, accountId: string, keep: string | null): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update session set ended_at = ${ctx.now}
    where account_id = ${accountId} and ended_at is null and expires_at > ${ctx.now} and id is distinct from ${keep}
    returning id`.execute(ctx.tx);
  await endProviderSessions(ctx, accountId);
  if (rows.length > 0)
    ctx.record({
      action: 'session.end-all',
      entity: 'account',
      entityId: accountId,
      detail: { ended: rows.length },
    });
  return rows.length;
}

/** The identity provider's own sessions of an account, in whichever browser: each asks for a new sign-in. */
export async function endProviderSessions(ctx: Context, accountId: string): Promise<void> {
  await sql`delete from oidc_payload where type = 'Session' and payload ->> 'accountId' = ${accountId}`.execute(
    ctx.tx,
  );
}
