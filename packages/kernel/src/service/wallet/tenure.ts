import type { Context } from '../../platform/context/index.ts';
import { holdWholeMandates } from '../../subject/mandates/index.ts';
import { endOfDay } from './model.ts';

/** Whose licences someone may have with them, and the last civil day on which they may; null: without an end. */
export type Tenure = ReadonlyMap<string, string | null>;

/** Of oneself, and of whom one acts for in everything; no such mandate ends before this transaction does. */
export async function tenureOf(ctx: Context, personId: string | null): Promise<Tenure> {
  if (personId === null) return new Map();
  const tenure = new Map<string, string | null>([[personId, null]]);
  for (const { principalId, validUntil } of await holdWholeMandates(ctx, personId)) {
    const known = tenure.get(principalId);
    tenure.set(principalId, known === undefined ? validUntil : laterOf(known, validUntil));
  }
  return tenure;
}

function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

/** The earlier of an instant and the end of the last day that a mandate has. */
export function withinTenure(end: Date, lastDay: string | null | undefined): Date {
  if (lastDay === null || lastDay === undefined) return end;
  const last = endOfDay(lastDay);
  return last < end ? last : end;
}
