import { machineLines, type Machine } from '../../bench/harness/machine.ts';
import type { Result, Soak } from './model.ts';

/** One run as `bench/soak.md` keeps it. */
export function renderRun(soak: Soak, result: Result, run: { seed: number; seconds: number }): string {
  const { counts, invariants, notes } = result;
  return [
    `## ${soak.name}: ${soak.what}`,
    '',
    `Seed ${run.seed}; ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; it took ${spoken(run.seconds)}.`,
    '',
    '| what happened | count |',
    '| --- | --- |',
    ...Object.entries(counts).map(([what, count]) => `| ${what} | ${count} |`),
    '',
    '| must hold | found | |',
    '| --- | --- | --- |',
    ...invariants.map(
      ({ what, holds, found }) =>
        `| ${what} | ${found.replaceAll('|', '\\|')} | ${holds ? 'holds' : '**broken**'} |`,
    ),
    '',
    ...notes.flatMap((note) => [note, '']),
  ].join('\n');
}

export function spoken(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}

/** The head of the file; the runs follow, each replaced by the next of its name. */
export function renderHead(machine: Machine): string {
  return [
    '# Soaks',
    '',
    'Written by `npm run soak -- NAME|all`: real server processes over a real PostgreSQL, spoken to over HTTP, and what',
    'must hold afterwards. A soak that is run again replaces its own part.',
    '',
    ...machineLines(machine),
    '',
  ].join('\n');
}
