import type { Benchmark, Measure, Result } from './model.ts';
import { machineLines, type Machine } from './machine.ts';
import { isMet, median, ratioOf, spread } from './statistics.ts';

export interface Done {
  benchmark: Benchmark;
  result: Result;
}

/** One figure as a line of a table and as `--json` gives it. */
export function summarise(benchmark: Benchmark, measure: Measure) {
  const { what, unit, runs, against } = measure;
  return {
    benchmark: benchmark.name,
    what,
    unit,
    target: targetOf(measure),
    ours: median(runs),
    spread: spread(runs),
    against: against
      ? { what: against.what, value: median(against.runs), spread: spread(against.runs) }
      : null,
    ratio: ratioOf(measure),
    met: isMet(measure),
    runs,
  };
}

function targetOf({ target, unit }: Measure): string {
  if (target.kind === 'ratio') return `≥ ${target.atLeast} ×`;
  return `${target.kind === 'atLeast' ? '≥' : '≤'} ${figure(target.value, unit)}`;
}

export function figure(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const [whole, rest] = value.toFixed(digits).split('.');
  const grouped = (whole ?? '').replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${rest === undefined || Number(rest) === 0 ? '' : `.${rest}`} ${unit}`.trim();
}

export function lineOf(benchmark: Benchmark, measure: Measure): string {
  const { what, unit, target, ours, spread: width, against, ratio, met } = summarise(benchmark, measure);
  const versus = against
    ? `; ${against.what} ${figure(against.value, unit)}, ${figure(ratio ?? Number.NaN, '×')}`
    : '';
  return `${met ? '✓' : '✗'} ${benchmark.name}: ${what} ${figure(ours, unit)} ± ${percent(width)}${versus} (target ${target})`;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** One benchmark as `bench/results.md` keeps it. */
export function renderPart({ benchmark, result }: Done): string {
  const rows = result.measures.map((measure) => {
    const { what, unit, target, ours, spread: width, against, ratio, met } = summarise(benchmark, measure);
    const cells = [
      what,
      target,
      figure(ours, unit),
      percent(width),
      against ? `${against.what}: ${figure(against.value, unit)}` : '',
      ratio === null ? '' : figure(ratio, '×'),
      met ? 'met' : '**not met**',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `## ${benchmark.name}: ${benchmark.what}`,
    '',
    `Measured ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    '| figure | target | ours | spread | peer or floor | ratio | |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...result.notes.flatMap((note) => [note, '']),
  ].join('\n');
}

/** The head of `bench/results.md`; the benchmarks follow. */
export function renderHead(machine: Machine): string {
  return [
    '# Results',
    '',
    'Written by `npm run bench -- NAME|all`; a benchmark that is run again replaces its own part. Ours is the median of',
    'the runs; spread is the largest less the smallest, as a share of it. A peer or floor is measured in turn with ours,',
    'in the same run.',
    '',
    ...machineLines(machine),
    '',
  ].join('\n');
}
