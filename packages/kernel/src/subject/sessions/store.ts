import { createHash, randomBytes } from 'node:crypto';
import type { Actor, Context } from '../../platform/context/index.ts';
import { sql, type Db, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { actorColumns, toActor, type ActorRow } from '../accounts/index.ts';

export interface SessionRow {
  id: string;
  kind: string;
  accountId: string;
  csrf: string;
  expiresAt: Date;
}

const lifetimes = { web: 12 * 3_600_000, token: 30 * 24 * 3_600_000 };

/** Opens a session and answers its secret, which only the caller ever holds. */
export async function createSession(ctx: Context, accountId: string, kind: 'web' | 'token'): Promise<string> {
  const secret = `qc_${randomBytes(32).toString('base64url')}`;
  const id = newId();
  await ctx.tx
    .insertInto('session')
    .values({
      id,
      secretHash: digest(secret),
      kind,
      accountId,
      csrf: randomBytes(24).toString('base64url'),
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + lifetimes[kind]),
    })
    .execute();
  ctx.record({ action: 'session.open', entity: 'session', entityId: id, detail: { kind } });
  return secret;
}

export async function findSession(db: Db | Tx, secret: string, now: Date): Promise<SessionRow | undefined> {
  return db
    .selectFrom('session')
    .select(['id', 'kind', 'accountId', 'csrf', 'expiresAt'])
    .where('secretHash', '=', digest(secret))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

/** Who holds a session that is open, with its CSRF token; an account that was disabled holds none. */
export async function findHolder(
  db: Db | Tx,
  secret: string,
  now: Date,
): Promise<{ actor: Actor; csrf: string } | undefined> {
  const { rows } = await sql<ActorRow & { csrf: string }>`
    select s.csrf, ${actorColumns(now)} from session s join account u on u.id = s.account_id
    where s.secret_hash = ${digest(secret)} and s.ended_at is null and s.expires_at > ${now}
      and u.disabled_at is null`.execute(db);
  return rows[0] && { actor: toActor(rows[0]), csrf: rows[0].csrf };
}

export async function endSession(ctx: Context, id: string): Promise<void> {
  await ctx.tx.updateTable('session').set({ endedAt: ctx.now }).where('id', '=', id).execute();
  ctx.record({ action: 'session.end', entity: 'session', entityId: id });
}

/** The identity provider's own sessions of an account, in whichever browser: each asks for a new sign-in. */
export async function endProviderSessions(ctx: Context, accountId: string): Promise<void> {
  await sql`delete from oidc_payload where type = 'Session' and payload ->> 'accountId' = ${accountId}`.execute(
    ctx.tx,
  );
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
