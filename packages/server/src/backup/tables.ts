import type pg from 'pg';
import type { BackupTable, Manifest } from './model.ts';

/** A table as it stands in the database, with its size on disk. */
export interface LiveTable extends Pick<BackupTable, 'name' | 'columns' | 'months'> {
  bytes: number;
}

/** Not copied: the migrations write it as they run. */
const writtenByMigrations = 'schema_migration';

/** Tables with rows of their own; the partitions of a log count as the log. */
export async function listTables(client: pg.ClientBase): Promise<LiveTable[]> {
  const { rows } = await client.query<LiveTable>(
    `select c.relname as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
         as columns,
       (select coalesce(json_agg(replace(right(p.relname, 7), '_', '-') || '-01' order by p.relname), '[]')
        from pg_inherits i join pg_class p on p.oid = i.inhrelid
        where i.inhparent = c.oid and p.relname ~ '_\\d{4}_\\d{2}$') as months,
       (select coalesce(sum(pg_table_size(relid)), 0) from pg_partition_tree(c.oid))
         + case when c.relkind = 'r' then pg_table_size(c.oid) else 0 end as bytes
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> $1
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [writtenByMigrations],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/**
 * A number of a transaction means something in one PostgreSQL only: in another it would put every event of the
 * past after those to come. So a backup numbers the events anew in their order, and the cursors with them.
 */
const numberedAnew: Record<string, Record<string, string>> = {
  outbox: { seq: 'row_number() over (order by xid, seq)', xid: `'0'` },
  outbox_cursor: {
    seq: '(select count(*) from outbox o where (o.xid, o.seq) <= (t.xid, t.seq))',
    xid: `'0'`,
  },
};

/** What a backup reads of a table. */
export function readingOf({ name, columns }: Pick<LiveTable, 'name' | 'columns'>): string {
  const expressions = columns.map((column) => numberedAnew[name]?.[column.name] ?? `t."${column.name}"`);
  return `copy (select ${expressions.join(', ')} from "${name}" t) to stdout`;
}

export function writingOf({ name, columns }: Pick<LiveTable, 'name' | 'columns'>): string {
  return `copy "${name}" (${columns.map((column) => `"${column.name}"`).join(', ')}) from stdin`;
}

/**
 * Where the counters stand. A sequence knows no snapshot: read after it was taken, it is past every number that
 * the snapshot holds.
 */
export async function listSequences(client: pg.ClientBase): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select sequencename as name, last_value as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
  );
  return rows.map(({ name, value }) => ({ name, value: Number(value) }));
}

/** Sets the counters, those that number the rows of a table to where its rows end. */
export async function setSequences(client: pg.ClientBase, sequences: Manifest['sequences']): Promise<void> {
  for (const { name, value } of sequences)
    await client.query('select setval($1::regclass, $2)', [`public."${name}"`, value]);
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and not c.relispartition and a.attidentity <> ''`,
  );
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest(1, max("${column}")), max("${column}") is not null)
       from "${table}"`,
      [`public."${table}"`, column],
    );
}

/** Orders tables so that each comes after those it refers to. */
export async function inOrderOfReference<T extends { name: string }>(
  client: pg.ClientBase,
  tables: readonly T[],
): Promise<T[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select distinct f.relname as from, t.relname as to from pg_constraint k
     join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and f.relnamespace = 'public'::regnamespace and f.oid <> t.oid`,
  );
  const needs = Map.groupBy(rows, (row) => row.from);
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<T>();
  const visit = (table: T | undefined, path: readonly string[]): void => {
    if (!table || ordered.has(table)) return;
    if (path.includes(table.name)) throw new Error(`tables refer to each other: ${path.join(' → ')}`);
    for (const { to } of needs.get(table.name) ?? []) visit(byName.get(to), [...path, table.name]);
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

/** A table of the product, if there is one: extensions may have theirs. */
export async function findAnyTable(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relkind = 'S', c.relname limit 1`,
  );
  return rows[0]?.name;
}
