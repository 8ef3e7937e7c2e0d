import { sql } from 'kysely';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';

export interface TypeRow {
  version: number;
  pack: string;
  publishedAt: Date;
  content: LicenceTypeSource;
}

/** The version in force of each type, in order of the code. */
export async function listTypes(ctx: Context, limit: number, after: string): Promise<TypeRow[]> {
  const { rows } = await sql<TypeRow>`
    select distinct on (key) version, pack, published_at, content from definition
    where kind = 'licenceType' and key > ${after} order by key, version desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** The version in force of one. */
export async function findType(ctx: Context, code: string): Promise<TypeRow | undefined> {
  const { rows } = await sql<TypeRow>`
    select version, pack, published_at, content from definition
    where kind = 'licenceType' and key = ${code} order by version desc limit 1`.execute(ctx.tx);
  return rows[0];
}

/** Published items whose grant makes a licence of the type. */
export async function itemsThatMake(ctx: Context, type: string): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from item_version
    where state = 'published' and content->>'licence' = ${type} order by code limit 100`.execute(ctx.tx);
  return rows;
}
