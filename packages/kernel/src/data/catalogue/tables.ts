import type { ResourceField, ResourceSource } from '@quancheng/pack-sdk';
import type pg from 'pg';
import { catalogueErrors } from './errors.ts';

/** The table of a resource: `property-right` → `lib_property_right`. */
export function tableOf(code: string): string {
  return `lib_${code.replaceAll('-', '_')}`;
}

/** The column of a field: `certificateNumber` → `certificate_number`. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function columnType(field: ResourceField): string {
  if (field.type === 'string') {
    if (field.format === 'date') return 'date';
    if (field.format === 'date-time') return 'timestamptz';
    return field.format === 'uuid' ? 'uuid' : 'text';
  }
  const types: Record<string, string> = { integer: 'bigint', number: 'double precision', boolean: 'boolean' };
  return types[String(field.type)] ?? 'jsonb';
}

/**
 * The SQL that brings the tables of these resources up to their schemas: new tables and columns only.
 * A column that would change its type is refused, one that is gone from the schema stays.
 */
export async function planTables(
  client: pg.ClientBase,
  resources: readonly ResourceSource[],
): Promise<string[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relname like 'lib\\_%' and a.attnum > 0
       and not a.attisdropped and c.relkind = 'r'`,
  );
  const live = Map.groupBy(rows, (row) => row.table);
  return resources.flatMap((resource) => {
    const columns = live.get(tableOf(resource.$id));
    return columns
      ? alterTable(resource, new Map(columns.map((row) => [row.column, row.type])))
      : createTable(resource);
  });
}

function createTable(resource: ResourceSource): string[] {
  const table = tableOf(resource.$id);
  const columns = Object.entries(resource.properties).map(([name, field]) => {
    const required = resource.required.includes(name) ? ' not null' : '';
    return `  "${columnOf(name)}" ${columnType(field)}${required}`;
  });
  const key = resource['x-key'].map((field) => `"${columnOf(field)}"`).join(', ');
  const indexed = new Set(resource['x-subjects'].map((subject) => subject.field));
  for (const [name, field] of Object.entries(resource.properties)) if (field['x-index']) indexed.add(name);
  return [
    `create table "${table}" (
  id uuid primary key,
${columns.join(',\n')},
  recorded_at timestamptz not null,
  version int not null default 1,
  unique (${key})
)`,
    ...[...indexed].map((field) => `create index on "${table}" ("${columnOf(field)}")`),
    `create table "${table}_history" (
  id uuid not null,
  version int not null,
  content jsonb not null,
  recorded_at timestamptz not null,
  replaced_at timestamptz not null,
  request_id text not null,
  primary key (id, version)
)`,
  ];
}

function alterTable(resource: ResourceSource, live: ReadonlyMap<string, string>): string[] {
  const table = tableOf(resource.$id);
  return Object.entries(resource.properties).flatMap(([name, field]) => {
    const column = columnOf(name);
    const wanted = columnType(field);
    const found = live.get(column);
    if (found === undefined) return [`alter table "${table}" add column "${column}" ${wanted}`];
    const same = found === wanted || (found === 'timestamp with time zone' && wanted === 'timestamptz');
    if (!same) throw catalogueErrors.changedColumn({ table, column, found, wanted });
    return [];
  });
}
