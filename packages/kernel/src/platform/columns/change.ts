import type { UnitOfWork, Actor } from '../context/index.ts';
import { DomainError } from '../errors/index.ts';
import { sql, type Tx } from '../database/index.ts';
import { columnErrors } from './errors.ts';
import { partsOf, type SealedColumn } from './model.ts';
import { listColumnKeys, type ColumnKeeper } from './service.ts';

const page = 500;
const first = '00000000-0000-0000-0000-000000000000';
/** No transaction that began before a change lives this long. */
const graceMs = 3_600_000;

interface Deps {
  unit: UnitOfWork;
  columns: ColumnKeeper;
  list: readonly SealedColumn[];
}

export interface ColumnChange {
  /** The key that encrypts now. */
  version: number;
  /** Values that were encrypted anew. */
  changed: number;
  /** Values that do not open, and stay as they are; their keys stay with them. */
  unreadable: number;
}

/** Hears how many values of a column were encrypted anew so far. */
type Progress = (column: string, changed: number) => void;

interface Row {
  id: string;
  about: string;
  plain: string | null;
  sealed: Buffer | null;
}

/**
 * Encrypts and empties what stands in plain columns, a page at a time; whoever does so at once takes other rows. Answers
 * how many values there were.
 */
export async function sealPlain({ unit, columns, list }: Deps, actor: Actor): Promise<number> {
  let count = 0;
  for (const column of list) {
    const { table, plain, sealed, about } = partsOf(column);
    let after: string | undefined = first;
    while (after !== undefined) {
      const since: string = after;
      after = await unit.run({ actor }, async ({ tx }) => {
        const { rows } = await sql<Row>`
          select t.id, ${about} as about, ${plain} as plain, null as sealed from ${table} t
          where ${plain} <> '' and ${sealed} is null and t.id > ${since}::uuid
          order by t.id limit ${page} for update of t skip locked`.execute(tx);
        await write(tx, columns, column, rows);
        count += rows.length;
        return rows.at(-1)?.id;
      });
    }
  }
  return count;
}

/**
 * Encrypts every value by a new key, while servers run: values of both versions are read and found meanwhile. What was
 * interrupted goes on where the rows say that it stopped. The former key goes an hour later (`tidyColumns`).
 */
export async function changeColumnKey(deps: Deps, actor: Actor, progress: Progress): Promise<ColumnChange> {
  const { unit, columns } = deps;
  const version = await unit.run({ actor }, async (ctx) => {
    const last = (await listColumnKeys(ctx.tx)).at(-1);
    if (last && last.doneAt === null) return last.version;
    const added = await columns.addKey(ctx.tx, ctx.now);
    ctx.record({ action: 'column-key.add', entity: 'columnKey', entityId: String(added) });
    return added;
  });
  const done = await sweep(deps, actor, version, progress);
  await unit.run({ actor }, async (ctx) => {
    await ctx.tx.updateTable('columnKey').set({ doneAt: ctx.now }).where('version', '=', version).execute();
    ctx.record({ action: 'column-key.done', entity: 'columnKey', entityId: String(version), detail: done });
  });
  return { version, ...done };
}

/** Removes former keys once nothing is encrypted by them any more; called every hour. */
export async function tidyColumns(deps: Deps, actor: Actor): Promise<void> {
  const { unit, columns } = deps;
  const keys = await listColumnKeys(unit.db);
  const current = keys.at(-1);
  const settled = current?.doneAt && unit.clock.now().getTime() - current.doneAt.getTime() > graceMs;
  if (!current || !settled || keys.length < 2) return;
  // A server that had not heard of the change may have left values behind. Whoever reads them now may still copy them:
  // the keys go in a later turn, which finds none.
  const { changed, unreadable } = await sweep(deps, actor, current.version, () => undefined);
  if (changed + unreadable > 0) return;
  await unit.run({ actor }, async (ctx) => {
    await ctx.tx.deleteFrom('columnKey').where('version', '<', current.version).execute();
    ctx.record({ action: 'column-key.remove', entity: 'columnKey', entityId: String(current.version - 1) });
  });
  columns.forget();
}

async function sweep(
  { unit, columns, list }: Deps,
  actor: Actor,
  version: number,
  progress: Progress,
): Promise<Omit<ColumnChange, 'version'>> {
  const total = { changed: 0, unreadable: 0 };
  const head = Buffer.alloc(4);
  head.writeUInt32BE(version);
  for (const column of list) {
    const { table, sealed, about } = partsOf(column);
    let [after, changed] = [first, 0];
    for (;;) {
      const done = await unit.run({ actor }, async ({ tx }) => {
        const { rows } = await sql<Row>`
          select t.id, ${about} as about, null as plain, ${sealed} as sealed from ${table} t
          where t.id > ${after}::uuid and ${sealed} is not null and substring(${sealed} from 1 for 4) <> ${head}
          order by t.id limit ${page}`.execute(tx);
        return { last: rows.at(-1)?.id, ...(await write(tx, columns, column, rows)) };
      });
      if (done.last === undefined) break;
      after = done.last;
      changed += done.changed;
      total.changed += done.changed;
      total.unreadable += done.unreadable;
      progress(`${column.table}.${column.name}`, changed);
    }
  }
  return total;
}

/** Encrypts rows by the current key; one that somebody changed meanwhile stays as they wrote it. */
async function write(tx: Tx, columns: ColumnKeeper, column: SealedColumn, rows: readonly Row[]) {
  const made: { id: string; before: Buffer | null; sealed: Buffer; index: Buffer | null }[] = [];
  for (const { id, about, plain, sealed } of rows) {
    const text = plain ?? (sealed && (await findText(tx, columns, about, sealed)));
    if (text === null || text === undefined) continue;
    made.push({ id, before: sealed, ...(await columns.sealAs(tx, column, about, text)) });
  }
  const { table, sealed, set } = partsOf(column);
  const { numAffectedRows = 0n } = await sql`
    update ${table} t set ${set}
    from unnest(${made.map(({ id }) => id)}::uuid[], ${made.map(({ before }) => before)}::bytea[],
      ${made.map((row) => row.sealed)}::bytea[], ${made.map(({ index }) => index)}::bytea[]) n (id, before, sealed, index)
    where t.id = n.id and ${sealed} is not distinct from n.before`.execute(tx);
  return { changed: Number(numAffectedRows), unreadable: rows.length - made.length };
}

async function findText(
  tx: Tx,
  columns: ColumnKeeper,
  about: string,
  sealed: Buffer,
): Promise<string | undefined> {
  try {
    return await columns.openAs(tx, about, sealed);
  } catch (error) {
    if (error instanceof DomainError && error.entry === columnErrors.unreadable().entry) return undefined;
    throw error;
  }
}
