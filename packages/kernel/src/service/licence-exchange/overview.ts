import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { LicenceMessage } from './model.ts';
import type { ConflictRow } from './receive.ts';
import { exchangeColumns, openMessage } from './sealed.ts';

/** How far the lower level's side is. */
export interface Progress {
  waiting: number;
  refused: number;
  /** Of the oldest that waits. */
  waitingSince: Date | null;
  acknowledged: number;
  /** Licences of which the upper level was never told anything. */
  untold: number;
  differences: number;
}

export async function readProgress(ctx: Context): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select (select count(*)::int from exchange_message where status = 'waiting') as waiting,
      (select count(*)::int from exchange_message where status = 'refused') as refused,
      (select min(at) from (select at from exchange_message where status = 'waiting' order by lane, place limit 1000) w)
        as waiting_since,
      (select count(*)::int from exchange_standing) as acknowledged,
      (select count(*)::int from licence l where not exists (
        select 1 from exchange_message m where m.licence_id = l.id)) as untold,
      (select count(*)::int from exchange_difference) as differences`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new Error('a select of counts has a row');
  return row;
}

export interface DifferenceRow {
  identifier: string;
  licenceId: string | null;
  typeCode: string;
  kind: 'missing' | 'extra' | 'differs';
  ourVersion: number | null;
  theirVersion: number | null;
}

export async function listDifferences(ctx: Context, limit: number, after: string): Promise<DifferenceRow[]> {
  const { rows } = await sql<DifferenceRow>`
    select identifier, licence_id, type_code, kind, our_version, their_version from exchange_difference
    where identifier collate "C" > ${after} order by identifier collate "C" limit ${limit}`.execute(ctx.tx);
  return rows;
}

export interface OpenConflict extends Pick<ConflictRow, 'id' | 'identifier' | 'version' | 'receivedAt'> {
  clientId: string;
  content: LicenceMessage;
  /** What was taken first, where it is still what the licence says. */
  standing: LicenceMessage | null;
}

interface Row extends Omit<OpenConflict, 'content' | 'standing'> {
  contentSealed: Buffer;
  standingId: string | null;
  standingSealed: Buffer | null;
}

/** Undecided, oldest first. */
export async function listConflicts(
  ctx: Context,
  limit: number,
  after: string | null,
): Promise<OpenConflict[]> {
  const { rows } = await sql<Row>`
    select c.id, l.client_id, c.identifier, c.version, c.content_sealed, c.received_at, x.id as standing_id,
      x.content_sealed as standing_sealed
    from exchange_conflict c join exchange_lower l on l.id = c.lower_id
      left join exchange_licence x on x.identifier = c.identifier and x.version = c.version
    where c.settled_at is null and (${after}::uuid is null or c.id > ${after}::uuid)
    order by c.id limit ${limit}`.execute(ctx.tx);
  return Promise.all(
    rows.map(async ({ contentSealed, standingId, standingSealed, ...row }) => ({
      ...row,
      content: await openMessage(ctx, exchangeColumns.conflict, row.id, contentSealed),
      standing:
        standingId && standingSealed
          ? await openMessage(ctx, exchangeColumns.content, standingId, standingSealed)
          : null,
    })),
  );
}
