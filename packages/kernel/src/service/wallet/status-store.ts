import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';

/** Places of a new list: 32 KiB before compression. */
const usualSize = 2 ** 17;

export interface NewCopy {
  id: string;
  /** Of a wallet, or a card on a device: one of both. */
  offerId?: string;
  deviceId?: string;
  licenceId: string;
  thumbprint: string;
  expiresAt: Date;
}

export interface Place {
  listId: number;
  place: number;
}

/** The newest list, opened when there is none. */
export async function getNewestList(ctx: Context): Promise<{ id: number; size: number }> {
  const { rows } = await sql<{ id: number; size: number }>`
    select id, size from wallet_status_list order by id desc limit 1`.execute(ctx.tx);
  return rows[0] ?? openList(ctx, 1);
}

/** Of two who open the same list, the second waits and finds it open. */
export async function openList(ctx: Context, id: number): Promise<{ id: number; size: number }> {
  await sql`insert into wallet_status_list (id, size) values (${id}, ${usualSize}) on conflict do nothing`.execute(
    ctx.tx,
  );
  return getNewestList(ctx);
}

/** Takes a place for a copy; false where it is taken already. */
export async function insertCopy(ctx: Context, copy: NewCopy, { listId, place }: Place): Promise<boolean> {
  const { rows } = await sql`
    insert into wallet_credential (id, offer_id, device_id, licence_id, list_id, place, thumbprint, expires_at)
    values (${copy.id}, ${copy.offerId ?? null}, ${copy.deviceId ?? null}, ${copy.licenceId}, ${listId}, ${place},
      ${copy.thumbprint}, ${copy.expiresAt})
    on conflict (list_id, place) do nothing returning 1 as done`.execute(ctx.tx);
  return rows.length > 0;
}

export interface ListRow {
  id: number;
  size: number;
  token: string | null;
  madeAt: Date | null;
  version: number;
  isStale: boolean;
}

const listColumns = sql`l.id, l.size, l.token, l.made_at, l.version,
  exists (select 1 from wallet_status_change c where c.list_id = l.id) as is_stale from wallet_status_list l`;

export async function findList(ctx: Context, id: number): Promise<ListRow | undefined> {
  const { rows } = await sql<ListRow>`select ${listColumns} where l.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** For whoever signs it anew; the next one waits, and reads afterwards what was made. */
export async function holdList(ctx: Context, id: number): Promise<void> {
  await sql`select 1 from wallet_status_list where id = ${id} for no key update`.execute(ctx.tx);
}

/** Takes away what is noted as changed, to be followed by reading how all stands. */
export async function forgetChanges(ctx: Context, id: number): Promise<void> {
  await sql`delete from wallet_status_change where list_id = ${id}`.execute(ctx.tx);
}

export async function saveToken(ctx: Context, id: number, token: string): Promise<void> {
  await sql`update wallet_status_list set token = ${token}, made_at = ${ctx.now}, version = version + 1
    where id = ${id}`.execute(ctx.tx);
}

/** By its holder, or by the end of the mandate under which someone had it. */
const isCutOff = sql`(o.cut_off_at is not null or d.withdrawn_at is not null or c.ended_at is not null)`;

/** How a copy stands, by the values of a Token Status List. */
const status = sql`case when ${isCutOff} then 1 when l.state = 'valid' then 0
  when l.state = 'suspended' then 2 else 1 end`;
const copies = sql`wallet_credential c join licence l on l.id = c.licence_id
  left join wallet_offer o on o.id = c.offer_id left join card_device d on d.id = c.device_id`;

/** Copies of a list that are not simply valid. */
export async function listMarked(ctx: Context, id: number): Promise<{ place: number; status: number }[]> {
  const { rows } = await sql<{ place: number; status: number }>`
    select c.place, ${status} as status
    from ${copies}
    where c.list_id = ${id} and (l.state <> 'valid' or ${isCutOff})`.execute(ctx.tx);
  return rows;
}

/** How the copy at a place stands now, by its own record; undefined where there is none. */
export async function findStatus(ctx: Context, { listId, place }: Place): Promise<number | undefined> {
  const { rows } = await sql<{ status: number }>`
    select ${status} as status
    from ${copies}
    where c.list_id = ${listId} and c.place = ${place}`.execute(ctx.tx);
  return rows[0]?.status;
}
