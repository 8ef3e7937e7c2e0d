import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';

export interface DeviceRow {
  id: string;
  accountId: string;
  name: string;
  publicKey: Buffer;
  thumbprint: string;
  createdAt: Date;
  withdrawnAt: Date | null;
}

export interface DeviceLine extends Pick<DeviceRow, 'id' | 'name' | 'createdAt' | 'withdrawnAt'> {
  /** Licences of which it has a card that has not run out. */
  licences: number;
}

/** The newest fifty of an account. */
export async function listDevices(ctx: Context, accountId: string): Promise<DeviceLine[]> {
  const { rows } = await sql<DeviceLine>`
    select d.id, d.name, d.created_at, d.withdrawn_at,
      (select count(distinct c.licence_id)::int from wallet_credential c
        where c.device_id = d.id and c.expires_at > ${ctx.now} and c.ended_at is null) as licences
    from card_device d where d.account_id = ${accountId} order by d.id desc limit 50`.execute(ctx.tx);
  return rows;
}

/** How many of an account are in use. Of two that come at once, the second waits here and counts the first. */
export async function countDevices(ctx: Context, accountId: string): Promise<number> {
  await sql`select 1 from account where id = ${accountId} for update`.execute(ctx.tx);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from card_device
    where account_id = ${accountId} and withdrawn_at is null`.execute(ctx.tx);
  return rows[0]?.count ?? 0;
}

/** False where the key is known already. */
export async function insertDevice(ctx: Context, device: Omit<DeviceRow, 'withdrawnAt'>): Promise<boolean> {
  const { id, accountId, name, publicKey, thumbprint, createdAt } = device;
  const { rows } = await sql`
    insert into card_device (id, account_id, name, public_key, thumbprint, created_at)
    values (${id}, ${accountId}, ${name}, ${publicKey}, ${thumbprint}, ${createdAt})
    on conflict (thumbprint) do nothing returning 1 as done`.execute(ctx.tx);
  return rows.length > 0;
}

/** A device in use; whoever withdraws it meanwhile waits and then finds what was issued here. */
export async function holdDevice(
  ctx: Context,
  id: string,
  accountId: string,
): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`
    select id, account_id, name, public_key, thumbprint, created_at, withdrawn_at from card_device
    where id = ${id} and account_id = ${accountId} and withdrawn_at is null for share`.execute(ctx.tx);
  return rows[0];
}

/** Of which licences a device was ever given a card, the newest first. */
export async function licencesOn(ctx: Context, deviceId: string): Promise<string[]> {
  const { rows } = await sql<{ licenceId: string }>`
    select c.licence_id from wallet_credential c where c.device_id = ${deviceId}
    group by c.licence_id order by max(c.id::text) desc limit 100`.execute(ctx.tx);
  return rows.map(({ licenceId }) => licenceId);
}

/** Takes a device out of use and says so to the status lists; false where the account has none such. */
export async function withdrawDevice(ctx: Context, id: string, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    update card_device set withdrawn_at = coalesce(withdrawn_at, ${ctx.now})
    where id = ${id} and account_id = ${accountId} returning 1 as done`.execute(ctx.tx);
  if (rows.length === 0) return false;
  await sql`insert into wallet_status_change (list_id)
    select distinct list_id from wallet_credential where device_id = ${id}`.execute(ctx.tx);
  return true;
}

/** Status lists in which a card has a place that has not run out, oldest first. */
export async function listCardLists(ctx: Context, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select l.id from wallet_status_list l
    where exists (select 1 from wallet_credential c
      where c.list_id = l.id and c.device_id is not null and c.expires_at > ${ctx.now})
    order by l.id limit ${limit}`.execute(ctx.tx);
  return rows.map(({ id }) => id);
}
