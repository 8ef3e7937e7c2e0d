import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { DefinitionKind } from './store.ts';

/** A key with its version in force. */
export interface CurrentLine {
  id: string;
  key: string;
  version: number;
  pack: string;
  publishedAt: Date;
  /** As the content calls itself, where it has a name. */
  title: string | null;
}

/** Keys of a kind with the version in force of each, in order of the key. */
export async function listCurrent(
  ctx: Context,
  kind: DefinitionKind,
  limit: number,
  after: string,
): Promise<CurrentLine[]> {
  const { rows } = await sql<CurrentLine>`
    select distinct on (key) id, key, version, pack, published_at, content->>'title' as title from definition
    where kind = ${kind} and key > ${after} order by key, version desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export interface VersionLine {
  id: string;
  version: number;
  pack: string;
  publishedAt: Date;
  /** When the next version took its place; null for the one in force. */
  until: Date | null;
}

/** Versions of a key, newest first, with the period in which each was in force. */
export async function listVersionsOf(
  ctx: Context,
  kind: DefinitionKind,
  key: string,
): Promise<VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select id, version, pack, published_at, lead(published_at) over (order by version) as until from definition
    where kind = ${kind} and key = ${key} order by version desc limit 200`.execute(ctx.tx);
  return rows;
}

/**
 * Holds a key until the transaction ends and refuses whoever did not see its newest version, 0 where there
 * is none. Errors: `platform.version-conflict`.
 */
export async function expectNewest(
  ctx: Context,
  kind: DefinitionKind,
  key: string,
  seen: number | null,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`${kind} ${key}`}))`.execute(ctx.tx);
  if (seen === null) return;
  const { rows } = await sql<{ newest: number }>`
    select coalesce(max(version), 0)::int as newest from definition where kind = ${kind} and key = ${key}`.execute(
    ctx.tx,
  );
  if (rows[0]?.newest !== seen) throw platformErrors.versionConflict();
}
