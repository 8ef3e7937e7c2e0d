import { columnOf, type Catalogue, type RegisteredResource } from '../../data/catalogue/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { ReadyRule } from './stock-rule.ts';

/** A record of a library by the names of its fields, without those that have no value. */
export interface StockRecord extends Record<string, unknown> {
  id: string;
}

export interface Holder {
  id: string;
  kind: 'person' | 'entity';
  record: StockRecord;
}

const libraries = { person: 'person', entity: 'legal-entity' } as const;

/** How many records the rule is about now. */
export async function countRecords(ctx: Context, rule: ReadyRule): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(rule.table)} where ${conditionsOf(rule)}`.execute(ctx.tx);
  return rows[0]?.n ?? 0;
}

/** The next records by id. Each subject can read that its record was looked at, and for what. */
export async function readRecords(
  ctx: Context,
  rule: ReadyRule,
  after: string | null,
  limit: number,
): Promise<StockRecord[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select ${columnsOf(rule.resource)} from ${sql.table(rule.table)}
    where ${conditionsOf(rule)} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(ctx.tx);
  const records = rows.map(toRecord);
  noteLooks(ctx, rule.resource, records);
  return records;
}

/** The holder of each record by the record's id; none where it has none or that is in no library. */
export async function readHolders(
  ctx: Context,
  catalogue: Catalogue,
  rule: ReadyRule,
  records: readonly StockRecord[],
): Promise<Map<string, Holder>> {
  const named = records.flatMap((record) => {
    const found = rule.holders.find(({ field }) => typeof record[field] === 'string');
    return found ? [{ recordId: record.id, id: String(record[found.field]), kind: found.kind }] : [];
  });
  const known = new Map<string, StockRecord>();
  for (const kind of ['person', 'entity'] as const) {
    const ids = [...new Set(named.filter((entry) => entry.kind === kind).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const resource = catalogue.get(libraries[kind]);
    const { rows } = await sql<Record<string, unknown>>`
      select ${columnsOf(resource)} from ${sql.table(resource.table ?? '')}
      where id = any(${ids}::uuid[])`.execute(ctx.tx);
    const found = rows.map(toRecord);
    noteLooks(ctx, resource, found);
    for (const record of found) known.set(`${kind} ${record.id}`, record);
  }
  return new Map(
    named.flatMap(({ recordId, id, kind }) => {
      const record = known.get(`${kind} ${id}`);
      return record ? [[recordId, { id, kind, record }] as const] : [];
    }),
  );
}

/** What the records' subjects can read of the look. */
function noteLooks(ctx: Context, resource: RegisteredResource, records: readonly StockRecord[]): void {
  const { properties, 'x-subjects': subjects } = resource.source;
  const fields = Object.keys(properties).filter((name) => !properties[name]?.['x-hidden']);
  const looks = new Map(
    records.flatMap((record) =>
      subjects.flatMap(({ field, kind }) => {
        const subjectId = record[field];
        if (typeof subjectId !== 'string') return [];
        return [[subjectId, { subjectKind: kind, subjectId, resource: resource.code, fields }] as const];
      }),
    ),
  );
  recordAccess(ctx, [...looks.values()]);
}

function conditionsOf({ where }: ReadyRule) {
  const parts = Object.entries(where).map(([field, value]) => sql`${sql.ref(columnOf(field))} = ${value}`);
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`;
}

function columnsOf({ source }: RegisteredResource) {
  return sql.join(['id', ...Object.keys(source.properties).map(columnOf)].map((name) => sql.ref(name)));
}

function toRecord(row: Record<string, unknown>): StockRecord {
  const entries = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]);
  return Object.fromEntries(entries) as StockRecord;
}
