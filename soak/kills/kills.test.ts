import { expect, it } from 'vitest';
import { runKills } from './kills.ts';

it('loses nothing and doubles nothing when server and PostgreSQL are killed twice each under load', async () => {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const { counts, invariants } = await runKills({ seed: 7, say, each: 2, people: 1500, patienceMs: 60_000 });
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
  for (const kind of ['card', 'withdrawals', 'transfers', 'promise'])
    expect(Object.entries(counts).find(([what]) => what.includes(kind))?.[1]).toBeGreaterThan(0);
}, 240_000);
