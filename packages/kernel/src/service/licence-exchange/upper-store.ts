import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { LicenceMessage } from './model.ts';

/** The upper level, as it is known here. */
export interface Upper {
  id: string;
  name: Text;
  origin: string;
  clientId: string;
  keyId: string;
  state: 'active' | 'paused';
  lastSuccessAt: Date | null;
  failingSince: Date | null;
  failures: number;
  retryAt: Date | null;
  problem: Text | null;
  typesDigest: string | null;
  comparedAt: Date | null;
}

export async function findUpper(ctx: Context): Promise<Upper | undefined> {
  const { rows } = await sql<Omit<Upper, 'name'> & { nameZh: string; nameEn: string }>`
    select id, name_zh, name_en, origin, client_id, key_id, state, last_success_at, failing_since, failures, retry_at,
      problem, types_digest, compared_at
    from exchange_upper where state <> 'closed'`.execute(ctx.tx);
  const [row] = rows;
  if (!row) return undefined;
  const { nameZh, nameEn, ...rest } = row;
  return { ...rest, name: { zh: nameZh, en: nameEn } };
}

export async function saveAnswered(ctx: Context, id: string): Promise<void> {
  await sql`update exchange_upper set last_success_at = ${ctx.now}, failing_since = null, failures = 0, retry_at = null,
    problem = null where id = ${id}`.execute(ctx.tx);
}

const firstPauseSeconds = 5;
const longestPauseSeconds = 600;

/**
 * Notes that it is away and when it is tried again: after 5 seconds, 10, 20, … ten minutes at most. Those who find it
 * away at the same time count once.
 */
export async function saveAway(ctx: Context, id: string, problem: Text): Promise<void> {
  await sql`update exchange_upper set failing_since = coalesce(failing_since, ${ctx.now}), failures = failures + 1,
      problem = ${JSON.stringify(problem)}::jsonb,
      retry_at = ${ctx.now}::timestamptz
        + make_interval(secs => least(${longestPauseSeconds}, ${firstPauseSeconds} * power(2, least(failures, 20))))
    where id = ${id} and (retry_at is null or retry_at <= ${ctx.now})`.execute(ctx.tx);
}

/** A change of a licence that the upper level is told of. */
export interface Message {
  licenceId: string;
  version: number;
  kind: 'register' | 'change' | 'file' | 'stock';
  state: string;
  ofdFileId: string | null;
  at: Date;
  content: LicenceMessage | null;
  digest: string | null;
}

const columns = sql`licence_id, version, kind, state, ofd_file_id, at, content, digest`;

/** The first of a lane. */
export async function listWaiting(ctx: Context, lane: number, limit: number): Promise<Message[]> {
  const { rows } = await sql<Message>`select ${columns} from exchange_message
    where status = 'waiting' and lane = ${lane} order by place limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Lanes in which something waits. */
export async function listBusyLanes(ctx: Context): Promise<number[]> {
  const { rows } = await sql<{ lane: number }>`select lane from generate_series(0, 3) lane
    where exists (select 1 from exchange_message m where m.status = 'waiting' and m.lane = lane.lane)`.execute(
    ctx.tx,
  );
  return rows.map(({ lane }) => lane);
}

export async function saveContent(
  ctx: Context,
  { licenceId, version }: Message,
  content: LicenceMessage,
  digest: string,
): Promise<void> {
  await sql`update exchange_message set content = ${JSON.stringify(content)}::jsonb, digest = ${digest}
    where licence_id = ${licenceId} and version = ${version}`.execute(ctx.tx);
}

export async function saveTaken(
  ctx: Context,
  { licenceId, version, digest }: Message,
  standing: { identifier: string; typeCode: string },
): Promise<void> {
  await sql`update exchange_message set status = 'sent', content = null, problem = null, done_at = ${ctx.now}
    where licence_id = ${licenceId} and version = ${version}`.execute(ctx.tx);
  await sql`
    insert into exchange_standing as s (licence_id, identifier, type_code, version, digest, at)
    values (${licenceId}, ${standing.identifier}, ${standing.typeCode}, ${version}, ${digest}, ${ctx.now})
    on conflict (licence_id) do update set version = excluded.version, digest = excluded.digest, at = excluded.at
    where s.version <= excluded.version`.execute(ctx.tx);
}

export async function saveRefused(
  ctx: Context,
  { licenceId, version }: Message,
  problem: Text,
): Promise<void> {
  await sql`update exchange_message set status = 'refused', content = null, problem = ${JSON.stringify(problem)}::jsonb, done_at = ${ctx.now}
    where licence_id = ${licenceId} and version = ${version}`.execute(ctx.tx);
}

export interface RefusedMessage {
  licenceId: string;
  version: number;
  place: number;
  number: string;
  typeCode: string;
  kind: Message['kind'];
  state: string;
  problem: Text;
  doneAt: Date;
}

/** What the upper level refused, newest first. */
export async function listRefused(
  ctx: Context,
  limit: number,
  before: number | null,
): Promise<RefusedMessage[]> {
  const { rows } = await sql<RefusedMessage>`
    select m.licence_id, m.version, m.place::float8 as place, l.number, l.type_code, m.kind, m.state, m.problem, m.done_at
    from exchange_message m join licence l on l.id = m.licence_id
    where m.status = 'refused' and (${before}::bigint is null or m.place < ${before}::bigint)
    order by m.place desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Lets what was refused wait again, as it was made from what holds now. How many there were. */
export async function reopenRefused(ctx: Context, licenceId: string | null): Promise<number> {
  const { numAffectedRows } = await sql`
    update exchange_message set status = 'waiting', done_at = null, content = null, digest = null
    where status = 'refused' and (${licenceId}::uuid is null or licence_id = ${licenceId})`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0n);
}

/** Lines up these licences as they stand now. */
export async function addStock(ctx: Context, licenceIds: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into exchange_message (licence_id, version, lane, kind, state, ofd_file_id, at)
    select l.id, coalesce((select max(m.version) from exchange_message m where m.licence_id = l.id), 0) + 1,
      abs(hashtext(l.id::text) % 4), 'stock', l.state, l.ofd_file_id, ${ctx.now}
    from (select * from licence where id = any(${[...licenceIds]}::uuid[]) order by id for no key update) l
    order by l.id`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0n);
}
