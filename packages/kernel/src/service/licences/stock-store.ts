import type { Context } from '../../platform/context/index.ts';
import { insertRows, sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Text } from '../../platform/text/index.ts';

export const stockStates = ['running', 'stopped', 'done'] as const;
export type StockState = (typeof stockStates)[number];

export interface StockRow {
  id: string;
  typeCode: string;
  typeId: string;
  state: StockState;
  /** Why the platform stopped it. */
  problem: Text | null;
  total: number;
  /** The last record that was looked at. */
  afterId: string | null;
  issued: number;
  skipped: number;
  failed: number;
  /** Licences whose files are there. */
  sealed: number;
  startedAt: Date;
  endedAt: Date | null;
  runSince: Date;
  runSealed: number;
  touchedAt: Date;
}

/** What became of one record. */
export interface RecordOutcome {
  recordId: string;
  outcome: 'issued' | 'skipped' | 'failed';
  licenceId: string | null;
  reason: Text | null;
}

const columns = sql`id, type_code, type_id, state, problem, total, after_id, issued, skipped, failed, sealed, started_at,
  ended_at, run_since, run_sealed, touched_at`;

/** Undefined where one of the type runs already. */
export async function insertStock(
  ctx: Context,
  { typeCode, typeId, total }: Pick<StockRow, 'typeCode' | 'typeId' | 'total'>,
): Promise<string | undefined> {
  const id = newId();
  const accountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  const { rows } = await sql<{ id: string }>`
    insert into licence_stock (id, type_code, type_id, account_id, state, total, started_at, run_since, touched_at)
    values (${id}, ${typeCode}, ${typeId}, ${accountId}, 'running', ${total}, ${ctx.now}, ${ctx.now}, ${ctx.now})
    on conflict (type_code) where state = 'running' do nothing returning id`.execute(ctx.tx);
  return rows[0]?.id;
}

export async function findStock(ctx: Context, id: string): Promise<StockRow | undefined> {
  const { rows } = await sql<StockRow>`select ${columns} from licence_stock where id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Steps of a stock and what people do with it wait for each other. */
export async function lockStock(ctx: Context, id: string): Promise<StockRow | undefined> {
  const { rows } = await sql<StockRow>`
    select ${columns} from licence_stock where id = ${id} for update`.execute(ctx.tx);
  return rows[0];
}

/** Newest first. */
export async function listStocks(
  ctx: Context,
  type: string | null,
  limit: number,
  before: string | null,
): Promise<StockRow[]> {
  const { rows } = await sql<StockRow>`select ${columns} from licence_stock
    where (${before}::uuid is null or id < ${before}::uuid)
      and (${type}::text is null or type_code = ${type}) order by id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** The one of a type that is not done: running, else the newest that was stopped. */
export async function findOpenStock(ctx: Context, typeCode: string): Promise<StockRow | undefined> {
  const { rows } = await sql<StockRow>`select ${columns} from licence_stock
    where type_code = ${typeCode} and state <> 'done'
    order by (state = 'running') desc, id desc limit 1`.execute(ctx.tx);
  return rows[0];
}

export async function saveState(
  ctx: Context,
  id: string,
  state: StockState,
  problem: Text | null,
): Promise<void> {
  await sql`update licence_stock set state = ${state}, problem = ${problem && JSON.stringify(problem)}::jsonb,
    touched_at = ${ctx.now}, ended_at = ${state === 'done' ? ctx.now : null} where id = ${id}`.execute(
    ctx.tx,
  );
}

/** False where another one of the type runs. */
export async function reopenStock(ctx: Context, { id, typeCode }: StockRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update licence_stock set state = 'running', problem = null, run_since = ${ctx.now}, run_sealed = sealed,
      touched_at = ${ctx.now}
    where id = ${id} and not exists (
      select 1 from licence_stock o where o.type_code = ${typeCode} and o.state = 'running' and o.id <> ${id})`.execute(
    ctx.tx,
  );
  return numAffectedRows === 1n;
}

/** Records of these that became a licence in this stock or an earlier one. */
export async function findIssued(
  ctx: Context,
  typeCode: string,
  recordIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ recordId: string }>`
    select record_id from licence_stock_record
    where type_code = ${typeCode} and record_id = any(${[...recordIds]}::uuid[]) and outcome = 'issued'`.execute(
    ctx.tx,
  );
  return new Set(rows.map(({ recordId }) => recordId));
}

/** What valid or suspended licences of these holders say in a field, as `holder value`. */
export async function findSaid(
  ctx: Context,
  typeCode: string,
  field: string,
  holderIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ holderId: string; said: string | null }>`
    select holder_id, fields->>${field} as said from licence
    where holder_id = any(${[...holderIds]}::uuid[]) and type_code = ${typeCode}
      and state in ('valid', 'suspended')`.execute(ctx.tx);
  return new Set(rows.map(({ holderId, said }) => `${holderId} ${said}`));
}

/** Writes what became of a batch; what failed or was left out before may be issued now, never the other way. */
export async function saveOutcomes(
  ctx: Context,
  { id, typeCode }: StockRow,
  outcomes: readonly RecordOutcome[],
): Promise<void> {
  const rows = outcomes.map(({ recordId, outcome, licenceId, reason }) => ({
    type_code: typeCode,
    record_id: recordId,
    stock_id: id,
    outcome,
    licence_id: licenceId,
    reason,
    paper_due: licenceId !== null,
  }));
  await sql`${insertRows('licence_stock_record', rows)}
    on conflict (type_code, record_id) do update set stock_id = excluded.stock_id, outcome = excluded.outcome,
      licence_id = excluded.licence_id, reason = excluded.reason, paper_due = excluded.paper_due
    where licence_stock_record.outcome <> 'issued'`.execute(ctx.tx);
}

export async function addBatch(
  ctx: Context,
  id: string,
  { afterId, issued, skipped, failed }: Pick<StockRow, 'afterId' | 'issued' | 'skipped' | 'failed'>,
): Promise<void> {
  await sql`update licence_stock set after_id = ${afterId}, issued = issued + ${issued},
    skipped = skipped + ${skipped}, failed = failed + ${failed}, touched_at = ${ctx.now}
    where id = ${id}`.execute(ctx.tx);
}

/** Licences of a stock that have no files yet. */
export async function listDuePapers(ctx: Context, id: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ licenceId: string }>`
    select licence_id from licence_stock_record where stock_id = ${id} and paper_due
    order by record_id limit ${limit}`.execute(ctx.tx);
  return rows.map(({ licenceId }) => licenceId);
}

export async function savePapers(ctx: Context, id: string, licenceIds: readonly string[]): Promise<void> {
  await sql`update licence_stock_record set paper_due = false
    where stock_id = ${id} and licence_id = any(${[...licenceIds]}::uuid[])`.execute(ctx.tx);
  await sql`update licence_stock set sealed = sealed + ${licenceIds.length}, touched_at = ${ctx.now}
    where id = ${id}`.execute(ctx.tx);
}

/** The quarantine of a stock, by record. */
export async function listFailed(
  ctx: Context,
  id: string,
  limit: number,
  after: string | null,
): Promise<{ recordId: string; reason: Text }[]> {
  const { rows } = await sql<{ recordId: string; reason: Text }>`
    select record_id, reason from licence_stock_record
    where stock_id = ${id} and outcome = 'failed' and (${after}::uuid is null or record_id > ${after}::uuid)
    order by record_id limit ${limit}`.execute(ctx.tx);
  return rows;
}
