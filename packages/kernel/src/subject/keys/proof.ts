import type { Context } from '../../platform/context/index.ts';
import { isAltered, sameBytes, type Master } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { keyErrors } from './errors.ts';

const settingKey = 'masterKey';
const known = Buffer.from('the master key of this database');
const aad = Buffer.from('check');

/**
 * Proves that the master key is that of the database, by a value that it wrapped, and answers that value as text. A
 * database that holds no wrapped key takes another master key: nothing would be lost by it. Errors:
 * `key.other-master`.
 */
export async function proveMaster(ctx: Context, master: Master): Promise<string> {
  const own = (await master.wrap(known, aad)).toString('base64');
  await sql`insert into setting (key, value, updated_at) values (${settingKey}, to_jsonb(${own}::text), ${ctx.now})
    on conflict do nothing`.execute(ctx.tx);
  const { rows } = await sql<{ value: string }>`
    select value #>> '{}' as value from setting where key = ${settingKey} for update`.execute(ctx.tx);
  const found = rows[0]?.value ?? '';
  if (await opens(master, found)) return found;
  const { rows: held } = await sql`
    select 1 from crypto_key_version where wrapped is not null union all select 1 from column_key limit 1`.execute(
    ctx.tx,
  );
  if (held.length > 0) throw keyErrors.otherMaster();
  await sql`update setting set value = to_jsonb(${own}::text), updated_at = ${ctx.now} where key = ${settingKey}`.execute(
    ctx.tx,
  );
  return own;
}

/** Before something new is wrapped: another server may have begun with another master key meanwhile. */
export async function expectProven(ctx: Context, proof: string): Promise<void> {
  const { rows } = await sql<{ value: string }>`
    select value #>> '{}' as value from setting where key = ${settingKey} for share`.execute(ctx.tx);
  if (rows[0]?.value !== proof) throw keyErrors.otherMaster();
}

/** Whoever makes or wraps keys waits from here on. Errors: `key.other-master`. */
export async function provenBy(ctx: Context, master: Master): Promise<void> {
  const { rows } = await sql<{ value: string }>`
    select value #>> '{}' as value from setting where key = ${settingKey} for update`.execute(ctx.tx);
  if (!(await opens(master, rows[0]?.value ?? ''))) throw keyErrors.otherMaster();
}

/** From the commit on another master key is that of the database. */
export async function replaceProof(ctx: Context, master: Master): Promise<void> {
  const proof = (await master.wrap(known, aad)).toString('base64');
  await sql`update setting set value = to_jsonb(${proof}::text), updated_at = ${ctx.now} where key = ${settingKey}`.execute(
    ctx.tx,
  );
}

async function opens(master: Master, text: string): Promise<boolean> {
  try {
    return sameBytes(await master.unwrap(Buffer.from(text, 'base64'), aad), known);
  } catch (error) {
    if (isAltered(error)) return false;
    throw error;
  }
}
