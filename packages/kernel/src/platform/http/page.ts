import Type, { type TSchema } from 'typebox';
import { platformErrors } from '../errors/index.ts';

export const pageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Rows a page' })),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before' })),
});

/** A page of a list: no list is unbounded and none is counted by a scan. */
export function cursorPage<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Cursor of the next page; null at the end',
    }),
  });
}

/** Turns the sort key of the last row into an opaque cursor. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor of `length` parts; a foreign or damaged one is bad input. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length && key.every(isKeyPart)) return key;
  } catch {
    // falls through: a cursor that is not ours
  }
  throw platformErrors.invalidInput({}, [
    {
      path: '/cursor',
      text: {
        zh: '翻页位置无效，请从第一页开始。',
        en: 'This cursor is not valid; start from the first page.',
      },
    },
  ]);
}

function isKeyPart(part: unknown): part is string | number | null {
  return part === null || typeof part === 'string' || typeof part === 'number';
}
