import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { LicenceRow } from './store.ts';

/** Editions that went into a licence of this number, whichever edition of it that was. */
export async function listPartIds(ctx: Context, number: string): Promise<string[]> {
  const { rows } = await sql<{ licenceId: string }>`
    select c.licence_id from licence m join licence_change c on c.successor_id = m.id
    where m.number = ${number} and c.kind = 'merge' order by c.licence_id`.execute(ctx.tx);
  return rows.map(({ licenceId }) => licenceId);
}

/** Into which licence one went, as long as its standing comes from that. */
export async function findMergedInto(
  ctx: Context,
  { changeId, changeKind }: LicenceRow,
): Promise<{ number: string; typeName: Text } | undefined> {
  if (changeKind !== 'merge') return undefined;
  const { rows } = await sql<{ number: string; typeName: Text }>`
    select m.number, d.content->'name' as type_name
    from licence_change c join licence m on m.id = c.successor_id join definition d on d.id = m.type_id
    where c.id = ${changeId}`.execute(ctx.tx);
  return rows[0];
}

/** Whether a holder has a licence of a type that is valid or suspended. */
export async function holdsStanding(
  ctx: Context,
  { typeCode, holderId }: LicenceRow,
  today: string,
): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`select exists (
    select 1 from licence where holder_id = ${holderId} and type_code = ${typeCode}
      and state in ('valid', 'suspended') and (valid_until is null or valid_until >= ${today})) as held`.execute(
    ctx.tx,
  );
  return rows[0]?.held === true;
}
