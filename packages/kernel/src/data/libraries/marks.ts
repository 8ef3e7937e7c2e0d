import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { columnOf, type Catalogue } from '../catalogue/index.ts';

/** By what people know a record again: its name, where it has one, and its key. */
interface Marks {
  name: string | null;
  keys: string[];
}

/**
 * The marks of records by their ids; of people and entities that the caller has before them anyway, to say whose
 * data they see. It is part of keeping the access records and leaves none: none of it is shown to someone new.
 */
export async function findMarks(
  ctx: Context,
  catalogue: Catalogue,
  code: 'person' | 'legal-entity',
  ids: readonly string[],
): Promise<ReadonlyMap<string, Marks>> {
  if (ids.length === 0) return new Map();
  const { table, source } = catalogue.get(code);
  const keys = source['x-key'].map((field) => sql`${sql.ref(columnOf(field))}::text`);
  const { rows } = await sql<Marks & { id: string }>`
    select id, name, array[${sql.join(keys)}] as keys from ${sql.table(table ?? '')}
    where id = any(${[...ids]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map(({ id, ...marks }) => [id, marks]));
}

/** Names of entities, for those who act for them. */
export async function namesOfEntities(
  ctx: Context,
  catalogue: Catalogue,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const marks = await findMarks(ctx, catalogue, 'legal-entity', ids);
  return new Map([...marks].map(([id, { name }]) => [id, name ?? '']));
}
