import { setTimeout as sleep } from 'node:timers/promises';
import { makeApplicants, takeCardsBack } from '../harness/applicants.ts';
import { withFolder } from '../harness/folders.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, withOwner, withProduct } from '../harness/product.ts';
import { runInstant } from './instant.ts';

const perRun = 800;
const warmUp = 100;

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    await withProduct(dataDir, { QC_DEMO_PEOPLE: '20000' }, () => peopleLoaded(dataDir));
    return withProduct(dataDir, {}, ({ origin }) => measure(bench, dataDir, origin));
  });
}

async function measure(bench: Bench, dataDir: string, origin: string) {
  const people = await withOwner(dataDir, (client) => makeApplicants(client, bench.length(perRun)));
  await withOwner(dataDir, takeCardsBack);
  await untilSealed(dataDir, (await runInstant(dataDir, origin, people.slice(0, warmUp))).latenciesMs.length);
  const rates: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const before = await sealed(dataDir);
    const began = performance.now();
    await runInstant(dataDir, origin, people);
    await untilSealed(dataDir, before + people.length);
    rates.push(people.length / ((performance.now() - began) / 1000));
    bench.say(`${round + 1}: ${rates.at(-1)?.toFixed(0)} a second`);
  }
  return {
    measures: [
      {
        what: 'instant cases, each with its licence sealed as OFD and as PDF',
        unit: '/s',
        runs: rates,
        target: { kind: 'atLeast', value: 40 } as const,
      },
    ],
    notes: [
      `${people.length} people apply for the elderly card, 16 at once; it counts when the last of their licences has both files: drawn, sealed by SM2 and ECDSA with a time stamp each, and on disk. One server does requests and jobs.`,
    ],
  };
}

/** Licences that bear the seal of their issuer in both files. */
async function sealed(dataDir: string): Promise<number> {
  return withOwner(dataDir, async (client) => {
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from licence where sealed');
    return rows[0]?.n ?? 0;
  });
}

async function untilSealed(dataDir: string, count: number): Promise<void> {
  while ((await sealed(dataDir)) < count) await sleep(50);
}

export const sealedCases: Benchmark = {
  name: 'sealed-cases',
  what: 'an instant case with its sealed files',
  run,
};
