import { CompiledQuery } from 'kysely';
import type { Tx } from './connect.ts';

/** A statement as PostgreSQL is asked it: `$1` in the text is the first of the values. */
export interface Statement {
  text: string;
  values: readonly unknown[];
}

const mark = '/* held */ ';

/**
 * Lines up a write whose answer nobody waits for. It reaches PostgreSQL right before the next statement of its
 * transaction that is not held, or with its commit, as one statement with the others that were held. These do
 * not see one another: none may touch a row that another one writes, and none may begin with `with`.
 */
export async function hold(tx: Tx, write: { compile(executor: Tx): CompiledQuery }): Promise<void> {
  const { sql, parameters } = write.compile(tx);
  await tx.executeQuery(CompiledQuery.raw(mark + sql, [...parameters]));
}

/** The text of a statement that is to be held; undefined for one that is sent at once. */
export function heldText(text: string): string | undefined {
  return text.startsWith(mark) ? text.slice(mark.length) : undefined;
}

/** Held statements as one, its parameters numbered through; none for none. */
export function together(held: readonly Statement[]): Statement[] {
  if (held.length < 2) return [...held];
  let before = 0;
  const parts = held.map(({ text, values }, index) => {
    const from = before;
    before += values.length;
    return `held_${index} as (${text.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + from}`)})`;
  });
  return [
    { text: `with ${parts.join(', ')} select 1 as written`, values: held.flatMap(({ values }) => values) },
  ];
}
