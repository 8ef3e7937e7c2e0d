import type { ItemContent } from './model.ts';

/** What a revision changes, and what it spares people: negative numbers are steps, days or materials more. */
export interface ItemDiff {
  changed: { field: string; before: unknown; after: unknown }[];
  /** `days` is null where the terms are counted in different units. */
  saved: { steps: number; days: number | null; materials: number };
}

const countNeeded = (item: Partial<ItemContent>): number =>
  (item.materials ?? []).filter((material) => material.need === 'needed' && !material.metBy).length;

/** Compares two versions of an item, field by field. */
export function diffItems(before: Partial<ItemContent>, after: Partial<ItemContent>): ItemDiff {
  const fields = [
    ...new Set([...Object.keys(before), ...Object.keys(after)]),
  ].toSorted() as (keyof ItemContent)[];
  const changed = fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
  return {
    changed,
    saved: {
      steps: (before.steps?.length ?? 0) - (after.steps?.length ?? 0),
      days:
        before.promised?.unit === after.promised?.unit
          ? (before.promised?.amount ?? 0) - (after.promised?.amount ?? 0)
          : null,
      materials: countNeeded(before) - countNeeded(after),
    },
  };
}
