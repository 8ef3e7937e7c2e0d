import { createHash } from 'node:crypto';
import type { AssuranceLevel, Context } from '../../platform/context/index.ts';
import { sql, type Db, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Arrival, Link, Upstream, UpstreamInput } from './upstream-model.ts';

interface Row extends Omit<Upstream, 'name'> {
  nameZh: string;
  nameEn: string;
}

const selected = sql`select u.id, u.issuer, u.name_zh, u.name_en, u.client_id, u.auth_method, u.public_key,
  u.token_algorithm, u.scopes, u.levels, u.name_claim, u.number_claim, u.makes_accounts, u.created_at, u.closed_at,
  u.version from upstream u`;

function toUpstream({ nameZh, nameEn, ...row }: Row): Upstream {
  return { ...row, name: { zh: nameZh, en: nameEn } };
}

/** Open ones, oldest first: few, and the sign-in page shows them all. */
export async function listOpenUpstreams(db: Db | Tx): Promise<Upstream[]> {
  const { rows } = await sql<Row>`${selected} where u.closed_at is null order by u.id limit 20`.execute(db);
  return rows.map(toUpstream);
}

export async function findOpenUpstream(db: Db | Tx, id: string): Promise<Upstream | undefined> {
  const { rows } = await sql<Row>`${selected} where u.id = ${id} and u.closed_at is null`.execute(db);
  return rows[0] && toUpstream(rows[0]);
}

export async function listUpstreams(ctx: Context, limit: number, after: string | null): Promise<Upstream[]> {
  const { rows } = await sql<Row>`${selected} where ${after}::uuid is null or u.id > ${after}::uuid
    order by u.id limit ${limit}`.execute(ctx.tx);
  return rows.map(toUpstream);
}

/** Waits for whoever changes the same one. */
export async function holdUpstream(ctx: Context, id: string): Promise<Upstream | undefined> {
  const { rows } = await sql<Row>`${selected} where u.id = ${id} for no key update of u`.execute(ctx.tx);
  return rows[0] && toUpstream(rows[0]);
}

export interface Credential {
  sealed: Buffer;
  publicKey: Record<string, unknown> | null;
}

function columnsOf({ name, levels, ...input }: UpstreamInput) {
  return { ...input, nameZh: name.zh, nameEn: name.en, levels: JSON.stringify(levels) };
}

function keptOf({ sealed, publicKey }: Credential) {
  return { credentialSealed: sealed, publicKey: publicKey && JSON.stringify(publicKey) };
}

/** Answers false where the issuer is registered already. */
export async function insertUpstream(
  ctx: Context,
  id: string,
  input: UpstreamInput,
  credential: Credential,
): Promise<boolean> {
  const result = await ctx.tx
    .insertInto('upstream')
    .values({ id, ...columnsOf(input), ...keptOf(credential), createdAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateUpstream(
  ctx: Context,
  id: string,
  input: UpstreamInput,
  credential: Credential | null,
): Promise<void> {
  await ctx.tx
    .updateTable('upstream')
    .set((eb) => ({
      ...columnsOf(input),
      ...(credential ? keptOf(credential) : {}),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export async function closeUpstreamRow(ctx: Context, id: string): Promise<void> {
  await ctx.tx
    .updateTable('upstream')
    .set((eb) => ({ closedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function readCredential(db: Db | Tx, id: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('upstream')
    .select('credentialSealed')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.credentialSealed ?? null;
}

interface Flow {
  upstreamId: string;
  interaction: string;
  nonce: string;
  verifier: string;
}

export async function insertFlow(
  ctx: Context,
  { state, browser, expiresAt, ...flow }: Flow & { state: string; browser: string; expiresAt: Date },
): Promise<void> {
  await ctx.tx
    .insertInto('upstreamFlow')
    .values({ ...flow, stateHash: digest(state), browserHash: digest(browser), expiresAt })
    .execute();
}

/** Once, and only by the browser that was sent. */
export async function takeFlow(
  ctx: Context,
  { state, browser, upstreamId }: { state: string; browser: string; upstreamId: string },
): Promise<Flow | undefined> {
  const { rows } = await sql<Flow>`
    delete from upstream_flow where state_hash = ${digest(state)} and browser_hash = ${digest(browser)}
      and upstream_id = ${upstreamId} and expires_at > ${ctx.now}
    returning upstream_id, interaction, nonce, verifier`.execute(ctx.tx);
  return rows[0];
}

/** Someone of whom it is not known yet whose account this is. */
export interface Newcomer {
  upstreamId: string;
  interaction: string;
  subject: string;
  name: string;
  personId: string | null;
  level: AssuranceLevel;
  sid: string | null;
  authenticatedAt: Date;
}

export async function insertNewcomer(
  ctx: Context,
  { secret, expiresAt, ...newcomer }: Newcomer & { secret: string; expiresAt: Date },
): Promise<void> {
  await ctx.tx
    .insertInto('upstreamNewcomer')
    .values({ ...newcomer, secretHash: digest(secret), expiresAt })
    .execute();
}

const newcomerColumns = sql`upstream_id, interaction, subject, name, person_id, level, sid, authenticated_at`;

export async function findNewcomer(
  db: Db | Tx,
  secret: string,
  interaction: string,
  now: Date,
): Promise<Newcomer | undefined> {
  const { rows } = await sql<Newcomer>`select ${newcomerColumns} from upstream_newcomer
    where secret_hash = ${digest(secret)} and interaction = ${interaction} and expires_at > ${now}`.execute(
    db,
  );
  return rows[0];
}

/** Once: of two requests at a time one gets it. */
export async function takeNewcomer(
  ctx: Context,
  secret: string,
  interaction: string,
): Promise<Newcomer | undefined> {
  const { rows } = await sql<Newcomer>`delete from upstream_newcomer
    where secret_hash = ${digest(secret)} and interaction = ${interaction} and expires_at > ${ctx.now}
    returning ${newcomerColumns}`.execute(ctx.tx);
  return rows[0];
}

/** Whose account a subject enters; who unlinks it waits. */
export async function holdLink(
  ctx: Context,
  { upstreamId, subject }: Pick<Arrival, 'upstreamId' | 'subject'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ accountId: string }>`select account_id from upstream_link
    where upstream_id = ${upstreamId} and subject = ${subject} for no key update`.execute(ctx.tx);
  return rows[0]?.accountId;
}

export async function touchLink(ctx: Context, { upstreamId, subject }: Arrival): Promise<void> {
  await sql`update upstream_link set used_at = ${ctx.now}
    where upstream_id = ${upstreamId} and subject = ${subject}`.execute(ctx.tx);
}

/** Answers false where the subject, or the account, is linked already. */
export async function insertLink(
  ctx: Context,
  link: { upstreamId: string; subject: string; accountId: string },
): Promise<boolean> {
  const result = await ctx.tx
    .insertInto('upstreamLink')
    .values({ id: newId(), ...link, createdAt: ctx.now, usedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function listLinks(ctx: Context, accountId: string): Promise<Link[]> {
  const { rows } = await sql<Omit<Link, 'name'> & { nameZh: string; nameEn: string }>`
    select l.id, l.upstream_id, u.name_zh, u.name_en, u.closed_at is not null as closed, l.created_at, l.used_at
    from upstream_link l join upstream u on u.id = l.upstream_id
    where l.account_id = ${accountId} order by l.used_at desc limit 20`.execute(ctx.tx);
  return rows.map(({ nameZh, nameEn, ...row }) => ({ ...row, name: { zh: nameZh, en: nameEn } }));
}

/** Answers what was unlinked. */
export async function deleteLink(
  ctx: Context,
  accountId: string,
  id: string,
): Promise<{ upstreamId: string; subject: string } | undefined> {
  const { rows } = await sql<{ upstreamId: string; subject: string }>`delete from upstream_link
    where id = ${id} and account_id = ${accountId} returning upstream_id, subject`.execute(ctx.tx);
  return rows[0];
}

/** Whether an account can be entered without its linked sign-ins; others of the same account wait. */
export async function hasOwnWay(ctx: Context, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ own: boolean }>`select a.password_hash is not null
      or exists (select 1 from passkey p where p.account_id = a.id)
      or (select count(*) from upstream_link l join upstream u on u.id = l.upstream_id
          where l.account_id = a.id and u.closed_at is null) > 1 as own
    from account a where a.id = ${accountId} for no key update of a`.execute(ctx.tx);
  return rows[0]?.own ?? false;
}

export async function findAccountOfPerson(ctx: Context, personId: string): Promise<string | undefined> {
  // Two newcomers of one person at a time make one account.
  await sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 26))`.execute(ctx.tx);
  const row = await ctx.tx
    .selectFrom('account')
    .select('id')
    .where('personId', '=', personId)
    .executeTakeFirst();
  return row?.id;
}

export async function insertUpstreamSession(
  ctx: Context,
  {
    upstreamId,
    subject,
    sid,
    at,
    accountId,
  }: Omit<Arrival, 'name' | 'idNumber' | 'level'> & {
    accountId: string;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('upstreamSession')
    .values({
      id: newId(),
      upstreamId,
      subject,
      sid,
      accountId,
      authenticatedAt: at,
      createdAt: ctx.now,
    })
    .execute();
}

/** Ends what came from there under a subject or its session; answers the provider's sessions that go along. */
export async function endArrived(
  ctx: Context,
  which: { upstreamId: string; subject: string | null; sid: string | null },
): Promise<{ id: string; providerUid: string | null }[]> {
  const { rows } = await sql<{ id: string; providerUid: string | null }>`
    with gone as (
      delete from upstream_session where upstream_id = ${which.upstreamId}
        and (${which.sid}::text is null or sid = ${which.sid})
        and (${which.subject}::text is null or subject = ${which.subject})
      returning account_id, authenticated_at)
    update session s set ended_at = ${ctx.now} from gone g
    where s.account_id = g.account_id and s.authenticated_at = g.authenticated_at and s.ended_at is null
      and s.amr && array['fed-1', 'fed-2', 'fed-3']
    returning s.id, s.provider_uid`.execute(ctx.tx);
  return rows;
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The open service by which a session was signed in, if it was. */
export async function findArrivedFrom(
  db: Db | Tx,
  { accountId, authenticatedAt }: { accountId: string; authenticatedAt: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select u.id from upstream_session s join upstream u on u.id = s.upstream_id
    where s.account_id = ${accountId} and s.authenticated_at = ${authenticatedAt} and u.closed_at is null
    order by s.id desc limit 1`.execute(db);
  return rows[0]?.id;
}
