import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { findNewIds, fill, toTemplate, type Fillings, type Template } from './template.ts';

/** All rows that one real case left, in every table, as lines of COPY with holes. */
export interface CaseCopy {
  holes: ReadonlyMap<string, string>;
  tables: { name: string; columns: string; rows: Template[] }[];
}

/**
 * Finds what a case left: the rows that name it, the rows that name what those made, and so on. `known`
 * are the holes for what is older than the case, such as its applicant, and for its numbers.
 */
export async function copyOfCase(
  client: pg.Client,
  caseId: string,
  sinceMs: number,
  known: ReadonlyMap<string, string>,
): Promise<CaseCopy> {
  const tables = await listTables(client);
  let ids = [caseId];
  for (;;) {
    const found: (Table & { lines: string[] })[] = [];
    for (const table of tables) found.push({ ...table, lines: await linesNaming(client, table, ids) });
    const grown = [
      ...findNewIds(
        found.flatMap(({ lines }) => lines),
        sinceMs,
      ),
      ...found.flatMap(idsOfDatabase),
    ];
    if (grown.every((id) => ids.includes(id))) {
      const holes = new Map([...known, ...ids.map((id, index) => [id, `id${index}`] as const)]);
      return {
        holes,
        tables: found
          .filter(({ lines }) => lines.length > 0)
          .map(({ name, columns, lines }) => ({
            name,
            columns,
            rows: lines.map((line) => toTemplate(line, holes)),
          })),
      };
    }
    ids = [...new Set([...ids, ...grown])];
  }
}

/** Ids of rows that the database numbered itself: they tell no time, but stand in the column of that name. */
function idsOfDatabase({ columns, lines }: Table & { lines: readonly string[] }): string[] {
  const at = columns.split(', ').indexOf('id');
  return lines
    .map((line) => line.split('\t')[at] ?? '')
    .filter((id) => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-/.test(id));
}

interface Table {
  name: string;
  columns: string;
}

/** Tables that hold rows of their own; what PostgreSQL itself numbers is left to it. */
async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attidentity = '' and coalesce(pg_get_expr(d.adbin, d.adrelid), '') not like '%current_xact_id%'
       and c.relname not like 'bench\\_%' and c.relname not in ('account', 'session')
     group by c.relname order by c.relname`,
  );
  return rows;
}

async function linesNaming(
  client: pg.Client,
  { name, columns }: Table,
  ids: readonly string[],
): Promise<string[]> {
  const out = client.query(
    copyTo(`copy (select ${columns} from ${name} t where t::text ~ '${ids.join('|')}') to stdout`),
  );
  return (await text(out)).split('\n').filter((line) => line !== '');
}

/** Writes many cases like one in bulk; `fillings` says what stands in the holes of each. */
export async function writeCopies(
  client: pg.Client,
  copy: CaseCopy,
  fillings: readonly Fillings[],
): Promise<void> {
  for (const { name, columns, rows } of copy.tables) {
    const lines = function* (): Generator<string> {
      for (const each of fillings) for (const row of rows) yield `${fill(row, each)}\n`;
    };
    await pipeline(Readable.from(lines()), client.query(copyFrom(`copy ${name} (${columns}) from stdin`)));
  }
}
