import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { published } from '../../platform/publication/index.ts';
import { processErrors } from './errors.ts';

/** A process with its version in force. */
export interface ProcessLine {
  id: string;
  key: string;
  /** As its file calls it. */
  title: string | null;
  version: number;
  pack: string;
  publishedAt: Date;
}

/** Processes with the version in force of each, in order of the key. */
export async function listProcesses(ctx: Context, limit: number, after: string): Promise<ProcessLine[]> {
  const { rows } = await sql<ProcessLine>`
    select distinct on (key) id, key, version, pack, created_at as published_at,
      substring(xml from '<[^<>]*process [^<>]*name="([^"]*)"') as title
    from process_definition where key > ${after} order by key, version desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export interface ProcessVersion {
  id: string;
  version: number;
  pack: string;
  publishedAt: Date;
  /** When the next version took its place; null for the one in force. */
  until: Date | null;
}

/** Versions of a process, newest first, with the period in which each was in force. */
export async function listProcessVersions(ctx: Context, key: string): Promise<ProcessVersion[]> {
  const { rows } = await sql<ProcessVersion>`
    select id, version, pack, created_at as published_at, lead(created_at) over (order by version) as until
    from process_definition where key = ${key} order by version desc limit 200`.execute(ctx.tx);
  return rows;
}

/**
 * Holds a process until the transaction ends, refuses whoever did not see its newest version, and answers its
 * pack. Errors: `process.unknown-process`, `platform.version-conflict`.
 */
export async function expectNewest(
  ctx: Context,
  key: string,
  seen: number | null,
): Promise<{ pack: string; version: number }> {
  await sql`select pg_advisory_xact_lock(hashtext(${`process ${key}`}))`.execute(ctx.tx);
  // Who waited for the lock reads what the one before it published.
  published(ctx);
  const { rows } = await sql<{ pack: string; version: number }>`
    select pack, version from process_definition where key = ${key}
    order by version desc limit 1`.execute(ctx.tx);
  const [newest] = rows;
  if (!newest) throw processErrors.unknownProcess({ process: key });
  if (seen !== null && newest.version !== seen) throw platformErrors.versionConflict();
  return newest;
}
