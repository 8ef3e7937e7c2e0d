import type { Measure } from './model.ts';

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Nearest rank: the smallest number that `share` of all do not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Largest less smallest, as a share of the median. */
export function spread(numbers: readonly number[]): number {
  return (Math.max(...numbers) - Math.min(...numbers)) / median(numbers);
}

export function ratioOf({ runs, against }: Measure): number | null {
  return against ? median(runs) / median(against.runs) : null;
}

export function isMet(measure: Measure): boolean {
  const { target } = measure;
  if (target.kind === 'ratio') return (ratioOf(measure) ?? 0) >= target.atLeast;
  const ours = median(measure.runs);
  return target.kind === 'atLeast' ? ours >= target.value : ours <= target.value;
}
