import { sql, type Tx } from '../database/index.ts';
import type { Context } from '../context/index.ts';

const tokens = new WeakMap<Tx, Promise<string>>();

/** The token of what is published now, read once a transaction (`db/migrations/0091_publication.sql`). */
function tokenOf(ctx: Context): Promise<string> {
  const known = tokens.get(ctx.tx);
  if (known) return known;
  const read = sql<{ token: string }>`select token from publication`
    .execute(ctx.tx)
    .then(({ rows }) => rows[0]?.token ?? '');
  tokens.set(ctx.tx, read);
  return read;
}

/** Takes a token that was read when the request came as what is in force for its transaction. */
export function presume(ctx: Context, token: string): void {
  tokens.set(ctx.tx, Promise.resolve(token));
}

/** To be called by what publishes: the rest of its transaction then reads what it wrote. */
export function published(ctx: Context): void {
  tokens.delete(ctx.tx);
}

const mostKept = 2000;

/**
 * Keeps what is in force, by key, for as long as nothing is published anywhere: a reading of a token stands for
 * the readings of all that a case needs.
 */
export function keepCurrent<T>(): (ctx: Context, key: string, read: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, T>();
  return async (ctx, key, read) => {
    const place = `${await tokenOf(ctx)} ${key}`;
    if (kept.has(place)) return kept.get(place) as T;
    const value = await read();
    if (kept.size >= mostKept) kept.clear();
    kept.set(place, value);
    return value;
  };
}
