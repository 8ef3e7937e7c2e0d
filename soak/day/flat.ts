import { median, percentile } from '../../bench/harness/statistics.ts';
import type { Invariant } from '../harness/model.ts';
import type { Diary } from './model.ts';

const minuteMs = 60_000;

/** First and last third of a list. */
export function thirdsOf<T>(list: readonly T[]): { first: T[]; last: T[] } {
  const third = Math.max(1, Math.floor(list.length / 3));
  return { first: list.slice(0, third), last: list.slice(-third) };
}

/** Memory has settled when its last third is no more than a fifth above its first. */
export function memoryIsFlat(samplesMb: readonly number[]): Invariant {
  const { first, last } = thirdsOf(samplesMb);
  return {
    what: 'resident memory of the server is flat (last third at most 1.2 × the first)',
    holds: median(last) <= 1.2 * median(first),
    found: `${median(first).toFixed(0)} MB, then ${median(last).toFixed(0)} MB`,
  };
}

/** The machine also does the load itself, so a half more is still flat. */
export function latencyIsFlat(diary: Diary, share: number): Invariant {
  const { first, last } = thirdsOf(diary.samples.toSorted((a, b) => a.atMs - b.atMs));
  const before = percentile(ms(first), share);
  const after = percentile(ms(last), share);
  return {
    what: `latency is flat: p${share * 100} (last third at most 1.5 × the first)`,
    holds: after <= 1.5 * before,
    found: `${before.toFixed(0)} ms, then ${after.toFixed(0)} ms`,
  };
}

const ms = (samples: Diary['samples']): number[] => samples.map((sample) => sample.ms);

/** A line a minute: how many requests, p50, p95, and the memory. */
export function minuteTable(diary: Diary, samplesMb: readonly number[], sampleMs: number): string {
  const minutes = Map.groupBy(diary.samples, ({ atMs }) => Math.floor(atMs / minuteMs));
  const rows = [...minutes]
    .toSorted(([a], [b]) => a - b)
    .map(([minute, samples]) => {
      const memory = samplesMb[Math.floor((minute * minuteMs) / sampleMs)];
      const cells = [
        minute + 1,
        samples.length,
        percentile(ms(samples), 0.5).toFixed(0),
        percentile(ms(samples), 0.95).toFixed(0),
        memory?.toFixed(0) ?? '',
      ];
      return `| ${cells.join(' | ')} |`;
    });
  return [
    '| minute | requests | p50, ms | p95, ms | memory, MB |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
