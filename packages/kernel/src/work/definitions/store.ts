import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { keepCurrent, published } from '../../platform/publication/index.ts';

export type DefinitionKind = 'form' | 'decision' | 'licenceType' | 'layout' | 'texts';

/** One version of what a pack publishes; it never changes. */
export interface Definition<T = unknown> {
  id: string;
  kind: DefinitionKind;
  key: string;
  version: number;
  pack: string;
  publishedAt: Date;
  content: T;
}

const columns = ['id', 'kind', 'key', 'version', 'pack', 'publishedAt', 'content'] as const;
// Versions are immutable, so a process may keep them; the bound keeps a long-lived one small.
const cache = new Map<string, Definition>();
const cacheSize = 2000;
const newestOf = keepCurrent<{ id: string; publishedAt: Date } | undefined>();

/** Publishes content as a new version, unless the newest already says the same. */
export async function publish(
  ctx: Context,
  entry: { kind: DefinitionKind; key: string; pack: string; content: unknown },
): Promise<{ id: string; version: number; changed: boolean }> {
  const text = JSON.stringify(entry.content);
  const hash = createHash('sha256').update(text).digest('hex');
  const newest = await ctx.tx
    .selectFrom('definition')
    .select(['id', 'version', 'hash'])
    .where('kind', '=', entry.kind)
    .where('key', '=', entry.key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.hash === hash) return { id: newest.id, version: newest.version, changed: false };
  const id = newId();
  const version = (newest?.version ?? 0) + 1;
  await ctx.tx
    .insertInto('definition')
    .values({
      id,
      kind: entry.kind,
      key: entry.key,
      version,
      pack: entry.pack,
      content: text,
      hash,
      publishedAt: ctx.now,
    })
    .execute();
  published(ctx);
  ctx.record({
    action: 'definition.publish',
    entity: entry.kind,
    entityId: id,
    detail: { key: entry.key, version },
  });
  return { id, version, changed: true };
}

/** The newest version of a key, or the one that was newest at `asOf`. */
export async function findCurrent<T>(
  ctx: Context,
  kind: DefinitionKind,
  key: string,
  asOf?: Date,
): Promise<Definition<T> | undefined> {
  const versions = ctx.tx
    .selectFrom('definition')
    .select(['id', 'publishedAt'])
    .where('kind', '=', kind)
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(1);
  const newest = await newestOf(ctx, `${kind} ${key}`, () => versions.executeTakeFirst());
  const stood =
    asOf && newest && newest.publishedAt > asOf
      ? await versions.where('publishedAt', '<=', asOf).executeTakeFirst()
      : newest;
  return stood && getDefinition<T>(ctx, stood.id);
}

/** The newest version of each key after the given one, in order of the keys. */
export async function listCurrent<T>(
  ctx: Context,
  kind: DefinitionKind,
  { after = '', limit }: { after?: string | undefined; limit: number },
): Promise<Definition<T>[]> {
  const rows = await ctx.tx
    .selectFrom('definition')
    .distinctOn('key')
    .select(columns)
    .where('kind', '=', kind)
    .where('key', '>', after)
    .orderBy('key')
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind }) as Definition<T>);
}

export async function getCurrent<T>(ctx: Context, kind: DefinitionKind, key: string): Promise<Definition<T>> {
  const found = await findCurrent<T>(ctx, kind, key);
  if (!found) throw platformErrors.notFound();
  return found;
}

export async function getDefinition<T>(ctx: Context, id: string): Promise<Definition<T>> {
  const kept = cache.get(id);
  if (kept) return kept as Definition<T>;
  const row = await ctx.tx.selectFrom('definition').select(columns).where('id', '=', id).executeTakeFirst();
  if (!row) throw platformErrors.notFound();
  if (cache.size >= cacheSize) cache.clear();
  const definition = { ...row, kind: row.kind as DefinitionKind };
  cache.set(id, definition);
  return definition as Definition<T>;
}
