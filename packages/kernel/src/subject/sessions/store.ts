import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';

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

export async function endSession(ctx: Context, id: string): Promise<void> {
  await ctx.tx.updateTable('session').set({ endedAt: ctx.now }).where('id', '=', id).execute();
  ctx.record({ action: 'session.end', entity: 'session', entityId: id });
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
