import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Evidence } from '../sessions/index.ts';

export interface Waiting {
  id: string;
  figures: string;
  browser: string;
  system: string;
  network: string;
  state: 'open' | 'confirmed' | 'refused' | 'used';
  expiresAt: Date;
}

const waitMs = 3 * 60_000;
const mostWrong = 3;

/** A browser begins to wait; what nobody came back for goes. */
export async function insertWaiting(
  ctx: Context,
  waiting: Pick<Waiting, 'figures' | 'browser' | 'system' | 'network'> & {
    code: string;
    secret: string;
    interaction: string;
  },
): Promise<void> {
  const { code, secret, ...kept } = waiting;
  await ctx.tx.deleteFrom('phoneSignIn').where('expiresAt', '<', ctx.now).execute();
  const expiresAt = new Date(ctx.now.getTime() + waitMs);
  await ctx.tx
    .insertInto('phoneSignIn')
    .values({
      id: newId(),
      codeHash: digest(code),
      secretHash: digest(secret),
      createdAt: ctx.now,
      expiresAt,
      ...kept,
    })
    .execute();
}

/** What the waiting browser sees of itself, until its time is over. */
export async function findBySecret(
  db: Db | Tx,
  secret: string,
  interaction: string,
  now: Date,
): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select id, figures, browser, system, network, state, expires_at from phone_sign_in
    where secret_hash = ${digest(secret)} and interaction = ${interaction} and expires_at > ${now}`.execute(
    db,
  );
  return rows[0];
}

/** What the phone sees, while it may still be answered. */
export async function findByCode(ctx: Context, code: string): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select id, figures, browser, system, network, state, expires_at from phone_sign_in
    where code_hash = ${digest(code)} and state = 'open' and expires_at > ${ctx.now}`.execute(ctx.tx);
  return rows[0];
}

/** Answers false when it was answered meanwhile. */
export async function confirm(
  ctx: Context,
  id: string,
  by: { accountId: string; sessionId: string },
): Promise<boolean> {
  const { rows } = await sql`
    update phone_sign_in set state = 'confirmed', account_id = ${by.accountId}, session_id = ${by.sessionId}
    where id = ${id} and state = 'open' returning id`.execute(ctx.tx);
  return rows.length > 0;
}

export async function refuse(ctx: Context, id: string): Promise<void> {
  await sql`update phone_sign_in set state = 'refused' where id = ${id} and state = 'open'`.execute(ctx.tx);
}

/** Counts wrong figures; with the third the code is void. */
export async function countWrong(ctx: Context, id: string): Promise<void> {
  await sql`update phone_sign_in set wrong_figures = wrong_figures + 1,
    state = case when wrong_figures + 1 >= ${mostWrong} then 'refused' else state end
    where id = ${id} and state = 'open'`.execute(ctx.tx);
}

/** Takes what was confirmed, once, while the phone is still signed in: by its evidence the browser enters. */
export async function takeConfirmed(
  ctx: Context,
  secret: string,
  interaction: string,
): Promise<{ accountId: string; evidence: Evidence } | undefined> {
  const { rows } = await sql<{ accountId: string; amr: string[]; at: Date }>`
    update phone_sign_in w set state = 'used' from session s
    where w.secret_hash = ${digest(secret)} and w.interaction = ${interaction} and w.state = 'confirmed'
      and w.expires_at > ${ctx.now} and s.id = w.session_id and s.ended_at is null
    returning w.account_id, s.amr, s.authenticated_at as at`.execute(ctx.tx);
  const row = rows[0];
  return row && { accountId: row.accountId, evidence: { amr: [...new Set([...row.amr, 'qr'])], at: row.at } };
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
