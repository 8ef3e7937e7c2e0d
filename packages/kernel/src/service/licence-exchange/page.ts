import { platformErrors } from '../../platform/errors/index.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/index.ts';

interface Keys {
  string: string;
  number: number;
}

/** The key after which a page begins; null for the first one. Errors: `platform.invalid-input`. */
export function afterOf<const K extends keyof Keys>(cursor: string | undefined, kind: K): Keys[K] | null {
  if (cursor === undefined) return null;
  const [key] = decodeCursor(cursor, 1);
  if (typeof key !== kind) throw platformErrors.invalidInput();
  return key as Keys[K];
}

/** A page of rows of which one more than fits was read. */
export function pageOf<T, P>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => string | number,
  present: (row: T) => P,
): { items: P[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(present),
    next: rows.length > limit && last !== undefined ? encodeCursor([keyOf(last)]) : null,
  };
}
