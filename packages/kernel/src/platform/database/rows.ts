import { sql, type RawBuilder } from 'kysely';

/**
 * Inserts rows by one parameter whatever their number, so that the statement is prepared once: PostgreSQL turns
 * the JSON into rows of the table's own type. Keys are column names, and each row has those of the first.
 */
export function insertRows(
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): RawBuilder<unknown> {
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((name) => sql.ref(name)));
  return sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`;
}
