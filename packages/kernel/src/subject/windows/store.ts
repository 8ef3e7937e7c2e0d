import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { WindowSessionRow } from './model.ts';

const columns = sql`w.id, w.kind, w.clerk_account_id, w.clerk_session_id, w.place, w.account_id, w.document,
  w.document_end, w.session_id, w.secret_expires_at, w.done_at, w.created_at`;

/** What a clerk began ends with the clerk's own session. */
function isAttended(ctx: Context) {
  return sql`exists (select 1 from session c
    where c.id = w.clerk_session_id and c.ended_at is null and c.expires_at > ${ctx.now})`;
}

export async function insertWindow(
  ctx: Context,
  {
    code,
    ...row
  }: Omit<WindowSessionRow, 'sessionId' | 'secretExpiresAt' | 'doneAt' | 'createdAt'> & {
    postId: string;
    code: string;
    codeExpiresAt: Date;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('windowSession')
    .values({ ...row, codeHash: digest(code), createdAt: ctx.now })
    .execute();
}

export interface OpenWindow extends WindowSessionRow {
  name: string;
  codeExpiresAt: Date;
  /** Whether the session that the screen took over still stands. */
  alive: boolean;
}

/** What a clerk's session has not ended, the newest first: as a rule one. */
export async function listWindows(ctx: Context, clerkSessionId: string): Promise<OpenWindow[]> {
  const { rows } = await sql<OpenWindow>`
    select ${columns}, a.name, w.code_expires_at, s.id is not null and s.ended_at is null and s.expires_at > ${ctx.now}
      and s.used_at > ${ctx.now}::timestamptz - make_interval(secs => s.idle_seconds) as alive
    from window_session w join account a on a.id = w.account_id left join session s on s.id = w.session_id
    where w.clerk_session_id = ${clerkSessionId} and w.ended_at is null
    order by w.id desc limit 20`.execute(ctx.tx);
  return rows;
}

/** Takes a code out of use. Answers undefined when there is none that counts. */
export async function takeCode(ctx: Context, code: string): Promise<WindowSessionRow | undefined> {
  const { rows } = await sql<WindowSessionRow>`
    update window_session w set code_expires_at = ${ctx.now} where w.code_hash = ${digest(code)}
      and w.code_expires_at > ${ctx.now} and w.ended_at is null and w.session_id is null and w.secret_hash is null
      and ${isAttended(ctx)} returning ${columns}`.execute(ctx.tx);
  return rows[0];
}

/** Lets the screen that took the code go on to the password. */
export async function keepSecret(ctx: Context, id: string, secret: string, until: Date): Promise<void> {
  await ctx.tx
    .updateTable('windowSession')
    .set({ secretHash: digest(secret), secretExpiresAt: until })
    .where('id', '=', id)
    .execute();
}

/** Takes out of use by what the screen holds, once. Answers undefined when there is nothing that counts. */
export async function takeSecret(ctx: Context, secret: string): Promise<WindowSessionRow | undefined> {
  const { rows } = await sql<WindowSessionRow>`
    update window_session w set done_at = ${ctx.now} where w.secret_hash = ${digest(secret)}
      and w.secret_expires_at > ${ctx.now} and w.done_at is null and w.ended_at is null
      and ${isAttended(ctx)} returning ${columns}`.execute(ctx.tx);
  return rows[0];
}

/** How many new passwords a clerk has begun since an instant; of two at once the second waits and counts the first. */
export async function countResets(ctx: Context, clerkAccountId: string, since: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`window-resets ${clerkAccountId}`}, 0))`.execute(
    ctx.tx,
  );
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from window_session
    where clerk_account_id = ${clerkAccountId} and kind = 'password' and created_at > ${since}`.execute(
    ctx.tx,
  );
  return rows[0]?.count ?? 0;
}

export async function keepSession(ctx: Context, id: string, sessionId: string): Promise<void> {
  await ctx.tx.updateTable('windowSession').set({ sessionId }).where('id', '=', id).execute();
}

/** Ends what a clerk began; answers it, or undefined when it is another's or has ended. */
export async function endWindow(
  ctx: Context,
  id: string,
  clerkAccountId: string,
): Promise<WindowSessionRow | undefined> {
  const { rows } = await sql<WindowSessionRow>`
    update window_session w set ended_at = ${ctx.now}
    where w.id = ${id} and w.clerk_account_id = ${clerkAccountId} and w.ended_at is null returning ${columns}`.execute(
    ctx.tx,
  );
  return rows[0];
}

function digest(code: string): string {
  return createHash('sha256').update(`window ${code}`).digest('hex');
}
