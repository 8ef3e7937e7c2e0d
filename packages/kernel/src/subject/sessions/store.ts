import { createHash, randomBytes } from 'node:crypto';
import type { Actor, AssuranceLevel, AtWindow, Context } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { sql, type Db, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import {
  accountOf,
  actorColumns,
  endProviderSessions,
  levelOf,
  shown,
  toActor,
  type ActorRow,
} from '../accounts/index.ts';
import type { Device } from './device.ts';

export interface SessionRow {
  id: string;
  kind: string;
  accountId: string;
  csrf: string;
  expiresAt: Date;
  /** Ends after so long without use; null: when it expires. */
  idleSeconds: number | null;
  createdAt: Date;
  assurance: AssuranceLevel;
  /** What was shown (RFC 8176). */
  amr: string[];
  /** When it was shown. */
  authenticatedAt: Date;
  /** The provider's session that goes with it. */
  providerUid: string | null;
}

/** What someone showed at a sign-in (RFC 8176), and when. */
export interface Evidence {
  amr: readonly string[];
  at: Date;
}

/** A session as its holder sees it. */
export interface ListedSession extends Device {
  id: string;
  kind: 'web' | 'token' | 'window';
  network: string;
  createdAt: Date;
  usedAt: Date;
}

export interface NewBrowserSession extends Device {
  evidence: Evidence;
  network: string;
  deviceSecret: string;
  idleSeconds: number;
}

const lifetimes = { web: 12 * 3_600_000, token: 30 * 24 * 3_600_000, window: 3_600_000 };

/** Last use is kept to the minute, so that not every request writes. */
const usedEveryMs = 60_000;

/**
 * Opens the session of a program and answers its secret, which only the caller ever holds. It is as sure as a
 * sign-in by password: no program shows who stands before it.
 */
export async function createSession(ctx: Context, accountId: string, kind: 'token'): Promise<string> {
  return (await insertSession(ctx, accountId, kind, { amr: [], at: ctx.now }, {})).secret;
}

/** Opens the session of a browser. */
export async function createBrowserSession(
  ctx: Context,
  accountId: string,
  { deviceSecret, evidence, ...kept }: NewBrowserSession,
): Promise<{ id: string; secret: string }> {
  return insertSession(ctx, accountId, 'web', evidence, { ...kept, deviceHash: digest(deviceSecret) });
}

/** Opens the session of a resident at a window, which goes with the clerk's (`guardId`). */
export async function createWindowSession(
  ctx: Context,
  accountId: string,
  kept: { guardId: string; idleSeconds: number },
): Promise<{ id: string; secret: string }> {
  return insertSession(ctx, accountId, 'window', { amr: shown.clerk, at: ctx.now }, kept);
}

async function insertSession(
  ctx: Context,
  accountId: string,
  kind: 'web' | 'token' | 'window',
  { amr, at }: Evidence,
  kept: Partial<Omit<NewBrowserSession, 'deviceSecret' | 'evidence'>> & {
    deviceHash?: string;
    guardId?: string;
  },
): Promise<{ id: string; secret: string }> {
  const secret = `qc_${randomBytes(32).toString('base64url')}`;
  const id = newId();
  const account = await accountOf(ctx.tx, accountId, ctx.now);
  const assurance = account ? levelOf(account, amr) : 1;
  await ctx.tx
    .insertInto('session')
    .values({
      id,
      secretHash: digest(secret),
      kind,
      accountId,
      csrf: randomBytes(24).toString('base64url'),
      createdAt: ctx.now,
      usedAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + lifetimes[kind]),
      assurance,
      amr: [...amr],
      authenticatedAt: at,
      ...kept,
    })
    .execute();
  ctx.record({ action: 'session.open', entity: 'session', entityId: id, detail: { kind, assurance } });
  return { id, secret };
}

/** The row `s` of `session` is neither ended nor expired nor unused for too long. */
function isOpen(now: Date) {
  return sql`s.ended_at is null and s.expires_at > ${now}
    and (s.idle_seconds is null or s.used_at > ${now}::timestamptz - make_interval(secs => s.idle_seconds))
    and (s.guard_id is null or exists (select 1 from session g join account c on c.id = g.account_id
      where g.id = s.guard_id and g.ended_at is null and g.expires_at > ${now} and c.disabled_at is null
        and (g.idle_seconds is null or g.used_at > ${now}::timestamptz - make_interval(secs => g.idle_seconds))))`;
}

export async function findSession(db: Db | Tx, secret: string, now: Date): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.id, s.kind, s.account_id, s.csrf, s.expires_at, s.idle_seconds, s.created_at, s.assurance, s.amr,
      s.authenticated_at, s.provider_uid
    from session s
    where s.secret_hash = ${digest(secret)} and ${isOpen(now)}`.execute(db);
  return rows[0];
}

/**
 * Who holds a session that is open, with its CSRF token; an account that was disabled holds none. The same
 * statement keeps when the session was used, at most once a minute.
 */
export async function findHolder(db: Db | Tx, secret: string, now: Date): Promise<Holder | undefined> {
  return holderOf(db, secret, now, new Date(now.getTime() - usedEveryMs));
}

/** The same for what a page asks by itself while nobody uses it: the session is not kept open by it. */
export async function peekHolder(db: Db | Tx, secret: string, now: Date): Promise<Holder | undefined> {
  return holderOf(db, secret, now, new Date(0));
}

interface Holder {
  actor: Actor;
  csrf: string;
  /** The token of what is published (`platform/publication`), read along to save a round trip. */
  published: string;
}

interface HolderRow extends ActorRow {
  assurance: AssuranceLevel;
  csrf: string;
  published: string;
  atWindow: AtWindow | null;
}

/** Who helps in the session `s` at a window; null for every other one. */
const windowOf = sql`case when s.kind = 'window' then (
  select json_build_object('clerkAccountId', c.id, 'clerkName', c.name, 'place', w.place)
  from window_session w join account c on c.id = w.clerk_account_id where w.session_id = s.id) end as at_window`;

async function holderOf(
  db: Db | Tx,
  secret: string,
  now: Date,
  usedBefore: Date,
): Promise<Holder | undefined> {
  const hash = digest(secret);
  const { rows } = await sql<HolderRow>`
    with used as (
      update session s set used_at = ${now} where s.secret_hash = ${hash} and s.used_at <= ${usedBefore} and ${isOpen(now)})
    select s.csrf, s.assurance, (select token from publication) as published, ${windowOf}, ${actorColumns(now)} from session s join account u on u.id = s.account_id
    where s.secret_hash = ${hash} and ${isOpen(now)} and u.disabled_at is null`.execute(db);
  const row = rows[0];
  if (!row) return undefined;
  const { csrf, published, assurance, atWindow } = row;
  const actor = toActor(row, assurance);
  // At a window one acts for oneself, whatever posts one has elsewhere.
  return { actor: atWindow ? { ...actor, posts: [], atWindow } : actor, csrf, published };
}

/** What a sign-in must know of the account; others of the same account wait for each other here. */
export async function readAccount(
  ctx: Context,
  accountId: string,
  deviceSecret: string,
): Promise<{ isStaff: boolean; wasHere: boolean; knowsDevice: boolean }> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<{ isStaff: boolean; wasHere: boolean; knowsDevice: boolean }>`
    select exists (select 1 from account_post p where p.account_id = u.id and p.valid_from <= ${today}
        and (p.valid_until is null or p.valid_until >= ${today})) as is_staff,
      exists (select 1 from session s where s.account_id = u.id and s.device_hash is not null) as was_here,
      exists (select 1 from session s where s.account_id = u.id and s.device_hash = ${digest(deviceSecret)}) as knows_device
    from account u where u.id = ${accountId} for no key update of u`.execute(ctx.tx);
  return rows[0] ?? { isStaff: false, wasHere: false, knowsDevice: false };
}

/** Ends the sessions in browsers beyond `most`, those first that were not used for longest; `newest` stays. */
export async function endBeyond(
  ctx: Context,
  accountId: string,
  newest: string,
  most: number,
): Promise<void> {
  const { rows } = await sql<{ id: string; providerUid: string | null }>`
    update session set ended_at = ${ctx.now} where id in (
      select s.id from session s where s.account_id = ${accountId} and s.kind = 'web' and s.id <> ${newest} and ${isOpen(ctx.now)}
      order by s.used_at desc, s.id desc offset ${most - 1})
    returning id, provider_uid`.execute(ctx.tx);
  await endLinked(ctx, rows);
  for (const { id } of rows)
    ctx.record({ action: 'session.end', entity: 'session', entityId: id, detail: { reason: 'too-many' } });
}

/** Open sessions of an account, the one used last first. Browsers are bounded; programs are cut at a hundred in all. */
export async function listSessions(ctx: Context, accountId: string): Promise<ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select s.id, s.kind, s.browser, s.system, s.network, s.created_at, s.used_at from session s
    where s.account_id = ${accountId} and ${isOpen(ctx.now)} order by s.used_at desc, s.id desc limit 100`.execute(
    ctx.tx,
  );
  return rows;
}

/** Ends an open session of an account; answers false when there is none of this id. */
export async function endSessionOf(ctx: Context, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ providerUid: string | null }>`
    update session s set ended_at = ${ctx.now} where s.id = ${id} and s.account_id = ${accountId} and ${isOpen(ctx.now)}
    returning s.provider_uid`.execute(ctx.tx);
  await endLinked(ctx, rows);
  if (rows.length > 0) ctx.record({ action: 'session.end', entity: 'session', entityId: id });
  return rows.length > 0;
}

export async function endSession(ctx: Context, id: string): Promise<void> {
  const rows = await ctx.tx
    .updateTable('session')
    .set({ endedAt: ctx.now })
    .where('id', '=', id)
    .returning('providerUid')
    .execute();
  await endLinked(ctx, rows);
  ctx.record({ action: 'session.end', entity: 'session', entityId: id });
}

/** Another session of the same person takes its place in this browser, and goes with the same one of the provider. */
export async function replaceSession(ctx: Context, former: SessionRow, uid: string | null): Promise<void> {
  if (uid === null || former.providerUid !== uid) return endSession(ctx, former.id);
  await ctx.tx.updateTable('session').set({ endedAt: ctx.now }).where('id', '=', former.id).execute();
  ctx.record({
    action: 'session.end',
    entity: 'session',
    entityId: former.id,
    detail: { reason: 'replaced' },
  });
}

async function endLinked(ctx: Context, rows: readonly { providerUid: string | null }[]): Promise<void> {
  const uids = rows.flatMap(({ providerUid }) => providerUid ?? []);
  if (uids.length > 0) await endProviderSessions(ctx, { uids });
}

/** Which of the provider's sessions a cookie names. */
export async function findProviderUid(ctx: Context, cookie: string): Promise<string | null> {
  const row = await ctx.tx
    .selectFrom('oidcPayload')
    .select('uid')
    .where('type', '=', 'Session')
    .where('id', '=', cookie)
    .executeTakeFirst();
  return row?.uid ?? null;
}

/** The browser's session goes with this one of the provider from now on: they end together. */
export async function linkToProvider(db: Db | Tx, id: string, uid: string): Promise<void> {
  await sql`update session set provider_uid = ${uid} where id = ${id} and ended_at is null`.execute(db);
}

/** Whether the browser's session that goes with one of the provider is open. */
export async function isLinkedOpen(db: Db | Tx, uid: string, now: Date): Promise<boolean> {
  const { rows } =
    await sql`select 1 from session s where s.provider_uid = ${uid} and ${isOpen(now)}`.execute(db);
  return rows.length > 0;
}

/** The provider ended its session by itself, having told whom it had to: that of the browser ends too. */
export async function endByProvider(ctx: Context, uid: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update session s set ended_at = ${ctx.now} where s.provider_uid = ${uid} and s.ended_at is null
    returning s.id`.execute(ctx.tx);
  for (const { id } of rows) ctx.record({ action: 'session.end', entity: 'session', entityId: id });
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
