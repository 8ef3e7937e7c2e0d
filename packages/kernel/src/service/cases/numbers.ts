import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';

/** Numbers that a process takes at once; those it does not use are left out. */
const atOnce = 20;

/** Gives the running number of the next case. */
export type CaseNumbers = (ctx: Context) => Promise<number>;

/** Numbers are unique, not gapless: each process takes some from the sequence and gives them out in order. */
export function createCaseNumbers(): CaseNumbers {
  const taken: number[] = [];
  return async (ctx) => {
    const next = taken.shift();
    if (next !== undefined) return next;
    const { rows } = await sql<{ n: number }>`
      select nextval('case_number_seq') as n from generate_series(1, ${atOnce})`.execute(ctx.tx);
    const [first = 0, ...others] = rows.map(({ n }) => n);
    taken.push(...others);
    return first;
  };
}
