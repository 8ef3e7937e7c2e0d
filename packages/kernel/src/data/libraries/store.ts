import type { RawBuilder } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { insertRows, sql, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { recordAccess, type Look } from '../../subject/access/index.ts';
import { catalogueErrors, columnOf, type Catalogue, type RegisteredResource } from '../catalogue/index.ts';
import { libraryErrors } from './errors.ts';

/** A record of a library: its fields, and since when they stand there. */
export interface LibraryRecord extends Record<string, unknown> {
  id: string;
  recordedAt: string;
  version: number;
}

export interface QueryOptions {
  /** The case for which the look happens; it goes into the access record. */
  case?: { id: string; number: string };
  limit?: number;
  /** Fields that the caller uses; all of them unless said. */
  fields?: readonly string[];
  /** Keeps the records from changing until the transaction ends, for those who change them by what they read. */
  lock?: boolean;
}

const mostRecords = 100;

/**
 * Reads the records of a resource whose fields equal `where`. Every look at a person's or an entity's
 * record leaves an access record; one's own needs no purpose.
 */
export async function queryRecords(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
  where: Readonly<Record<string, unknown>>,
  options: QueryOptions = {},
): Promise<LibraryRecord[]> {
  const resource = catalogue.get(code);
  const limit = options.limit ?? mostRecords;
  const rows = resource.query
    ? ((await resource.query(ctx, where, limit + 1)) as LibraryRecord[])
    : await readOnce(ctx, resource, where, boundOf(where, limit), options.lock === true);
  if (rows.length > limit) throw libraryErrors.tooMany({ resource: code, limit });
  recordAccess(ctx, looksOf(resource, rows, where, options));
  return rows;
}

/** One more than wanted shows that there are more; of one record by its id it matters to nobody. */
function boundOf(where: Readonly<Record<string, unknown>>, limit: number): number {
  return 'id' in where ? 2 : limit + 1;
}

/** The one record, or undefined. */
export async function findRecord(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
  where: Readonly<Record<string, unknown>>,
  options: QueryOptions = {},
): Promise<LibraryRecord | undefined> {
  return (await queryRecords(ctx, catalogue, code, where, { ...options, limit: options.limit ?? 1 }))[0];
}

const readings = new WeakMap<Tx, Map<string, LibraryRecord[]>>();

/**
 * A form, its check and the process ask for the same record within one transaction: it is read once, until the
 * transaction changes something. Each look is recorded all the same.
 */
async function readOnce(
  ctx: Context,
  resource: RegisteredResource,
  where: Readonly<Record<string, unknown>>,
  limit: number,
  lock: boolean,
): Promise<LibraryRecord[]> {
  if (lock) return readTable(ctx, resource, where, limit, lock);
  const key = JSON.stringify([resource.code, where, limit]);
  const known = readings.get(ctx.tx) ?? new Map<string, LibraryRecord[]>();
  readings.set(ctx.tx, known);
  const rows = known.get(key) ?? (await readTable(ctx, resource, where, limit, lock));
  known.set(key, rows);
  return rows.map((row) => ({ ...row }));
}

async function readTable(
  ctx: Context,
  resource: RegisteredResource,
  where: Readonly<Record<string, unknown>>,
  limit: number,
  lock: boolean,
): Promise<LibraryRecord[]> {
  const conditions = Object.entries(where).map(([field, value]) => condition(resource, field, value));
  const { rows } = await sql<Record<string, unknown>>`
    select ${columnsOf(resource)} from ${sql.table(resource.table ?? '')}
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by id limit ${limit} ${lock ? sql`for update` : sql``}`
    .execute(ctx.tx)
    .catch((error: unknown) => refuseDead(resource, error));
  return rows.map(toRecord);
}

/** Held up too long, locked, gone, of another shape, or closed to us: a library that does not answer. */
const dead = new Set(['57014', '55P03', '42P01', '42703', '42501']);

function refuseDead(resource: RegisteredResource, error: unknown): never {
  if (!dead.has((error as { code?: string }).code ?? '')) throw error;
  const { zh } = resource.source['x-name'];
  throw libraryErrors.unavailable({ resource: zh });
}

function columnsOf(resource: RegisteredResource): RawBuilder<unknown> {
  const names = ['id', ...Object.keys(resource.source.properties).map(columnOf), 'recorded_at', 'version'];
  return sql.join(names.map((name) => sql.ref(name)));
}

function condition(resource: RegisteredResource, field: string, value: unknown): RawBuilder<unknown> {
  if (field !== 'id' && !(field in resource.source.properties)) {
    throw catalogueErrors.unknownField({ resource: resource.code, field });
  }
  const ref = sql.ref(columnOf(field));
  return value === null || value === undefined ? sql`${ref} is null` : sql`${ref} = ${value}`;
}

function toRecord(row: Record<string, unknown>): LibraryRecord {
  const plain = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]);
  return Object.fromEntries(plain) as LibraryRecord;
}

/** Which subjects were looked at: those of the records found, or those asked for when nothing was. */
function looksOf(
  resource: RegisteredResource,
  rows: readonly LibraryRecord[],
  where: Readonly<Record<string, unknown>>,
  options: QueryOptions,
): Look[] {
  const fields = options.fields ?? visibleFields(resource);
  const looks = new Map<string, Look>();
  for (const subject of resource.source['x-subjects']) {
    for (const record of rows.length > 0 ? rows : [where]) {
      const subjectId = record[subject.field];
      if (typeof subjectId !== 'string') continue;
      looks.set(subjectId, {
        subjectKind: subject.kind === 'entity' ? 'entity' : 'person',
        subjectId,
        resource: resource.code,
        fields,
        ...(options.case ? { caseId: options.case.id, caseNumber: options.case.number } : {}),
      });
    }
  }
  return [...looks.values()];
}

function visibleFields(resource: RegisteredResource): string[] {
  return Object.entries(resource.source.properties)
    .filter(([, field]) => !field['x-hidden'])
    .map(([name]) => name);
}

/** Adds a record and answers its id; `id` may be given where other records already point at it. */
export async function writeRecord(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const resource = catalogue.get(code);
  const id = typeof values['id'] === 'string' ? values['id'] : newId();
  const entries = Object.entries(values).filter(([field]) => field !== 'id');
  for (const [field] of entries) requireField(resource, field);
  const names = ['id', ...entries.map(([field]) => columnOf(field)), 'recorded_at'];
  const cells = [
    sql`${id}`,
    ...entries.map(([field, value]) => cell(resource, field, value)),
    sql`${ctx.now}`,
  ];
  readings.delete(ctx.tx);
  await sql`insert into ${sql.table(resource.table ?? '')} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(cells)})`.execute(ctx.tx);
  ctx.record({ action: 'library.add', entity: code, entityId: id });
  return id;
}

/** Adds many records in one statement each thousand; for loads, which are audited as one. */
export async function addRecords(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const resource = catalogue.get(code);
  const fields = Object.keys(resource.source.properties);
  for (let from = 0; from < records.length; from += 1000) {
    const rows = records.slice(from, from + 1000).map((record) => ({
      ...Object.fromEntries(fields.map((field) => [columnOf(field), record[field] ?? null])),
      id: record['id'] ?? newId(),
      recorded_at: ctx.now,
    }));
    await insertRows(resource.table ?? '', rows).execute(ctx.tx);
  }
  readings.delete(ctx.tx);
  ctx.record({ action: 'library.load', entity: code, entityId: code, detail: { records: records.length } });
}

/** Changes fields of a record and keeps what they were in its history. */
export async function updateRecord(
  ctx: Context,
  catalogue: Catalogue,
  code: string,
  id: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const resource = catalogue.get(code);
  const entries = Object.entries(changes);
  for (const [field] of entries) requireField(resource, field);
  readings.delete(ctx.tx);
  const table = sql.table(resource.table ?? '');
  const kept = await sql`
    insert into ${sql.table(`${resource.table}_history`)} (id, version, content, recorded_at, replaced_at, request_id)
    select id, version, to_jsonb(t), recorded_at, ${ctx.now}, ${ctx.requestId}
    from (select * from ${table} where id = ${id} for update) t`.execute(ctx.tx);
  if (kept.numAffectedRows === 0n) throw libraryErrors.recordNotFound({ resource: code });
  const sets = entries.map(
    ([field, value]) => sql`${sql.ref(columnOf(field))} = ${cell(resource, field, value)}`,
  );
  await sql`update ${table} set ${sql.join([...sets, sql`recorded_at = ${ctx.now}`, sql`version = version + 1`])}
    where id = ${id}`.execute(ctx.tx);
  ctx.record({
    action: 'library.change',
    entity: code,
    entityId: id,
    detail: { fields: entries.map(([f]) => f) },
  });
}

function requireField(resource: RegisteredResource, field: string): void {
  if (!(field in resource.source.properties)) {
    throw catalogueErrors.unknownField({ resource: resource.code, field });
  }
}

function cell(resource: RegisteredResource, field: string, value: unknown): RawBuilder<unknown> {
  const type = resource.source.properties[field]?.type;
  if (value !== null && (type === 'array' || type === 'object')) return sql`${JSON.stringify(value)}::jsonb`;
  return sql`${value ?? null}`;
}
