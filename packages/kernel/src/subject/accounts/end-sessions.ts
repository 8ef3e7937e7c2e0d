import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';

/** Ends what is open for an account, in whichever browser and program; `keep` is the session that goes on, if any. */
export async function endSessions(ctx: Context, accountId: string, keep: string | null): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update session set ended_at = ${ctx.now}
    where account_id = ${accountId} and ended_at is null and expires_at > ${ctx.now} and id is distinct from ${keep}
    returning id`.execute(ctx.tx);
  await endProviderSessions(ctx, { accountId });
  if (rows.length > 0)
    ctx.record({
      action: 'session.end-all',
      entity: 'account',
      entityId: accountId,
      detail: { ended: rows.length },
    });
  return rows.length;
}

/**
 * Ends the identity provider's own sessions of an account, or of these browsers: each asks for a new sign-in, and the
 * systems to which people had signed in there are told by jobs.
 */
export async function endProviderSessions(
  ctx: Context,
  of: { accountId: string } | { uids: readonly string[] },
): Promise<void> {
  const which =
    'uids' in of ? sql`uid = any(${[...of.uids]})` : sql`payload ->> 'accountId' = ${of.accountId}`;
  const { rows } = await sql<{ payload: ProviderSession }>`
    delete from oidc_payload where type = 'Session' and ${which} returning payload`.execute(ctx.tx);
  for (const { payload } of rows) {
    for (const [clientId, { sid }] of Object.entries(payload.authorizations ?? {})) {
      if (sid === undefined || payload.accountId === undefined) continue;
      ctx.enqueue({
        kind: 'identity.sign-out',
        key: sid,
        payload: { clientId, accountId: payload.accountId, sid },
        maxAttempts: 8,
      });
    }
  }
}

/** What the provider keeps of a session, as far as it concerns who is to be told of its end. */
interface ProviderSession {
  accountId?: string;
  authorizations?: Record<string, { sid?: string }>;
}
