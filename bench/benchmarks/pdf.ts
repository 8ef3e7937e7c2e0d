import { headersOf, makeApplicants } from '../harness/applicants.ts';
import { withFolder } from '../harness/folders.ts';
import { createClient } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, withOwner, withProduct } from '../harness/product.ts';
import { median } from '../harness/statistics.ts';
import { applyForCard } from './instant.ts';

const perRun = 40;

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    await withProduct(dataDir, { QC_DEMO_PEOPLE: '5000' }, () => peopleLoaded(dataDir));
    // Without jobs no paper is made before it is asked for.
    return withProduct(dataDir, { QC_WORKERS: '0' }, ({ origin }) => measure(bench, dataDir, origin));
  });
}

async function measure(bench: Bench, dataDir: string, origin: string) {
  const length = bench.length(perRun);
  const people = await withOwner(dataDir, (client) => makeApplicants(client, length * (bench.rounds + 1)));
  const client = createClient(origin, 1);
  const runs: { ms: number; kilobytes: number }[] = [];
  for (let round = 0; round <= bench.rounds; round += 1) {
    const taken: { ms: number; kilobytes: number }[] = [];
    for (const person of people.slice(round * length, (round + 1) * length)) {
      const { licence } = await applyForCard(client, person);
      const began = performance.now();
      const { body } = await client.send({
        method: 'GET',
        path: `/api/v1/licences/${licence?.id ?? ''}/file`,
        headers: headersOf(person),
      });
      taken.push({ ms: performance.now() - began, kilobytes: body.length / 1000 });
    }
    const of = (name: 'ms' | 'kilobytes') => median(taken.map((one) => one[name]));
    // The first round warms up.
    if (round > 0) runs.push({ ms: of('ms'), kilobytes: of('kilobytes') });
  }
  client.close();
  return {
    measures: [
      {
        what: 'first fetch of a licence as PDF',
        unit: 'ms',
        runs: runs.map(({ ms }) => ms),
        target: { kind: 'atMost', value: 40 } as const,
      },
      {
        what: 'its size',
        unit: 'kB',
        runs: runs.map(({ kilobytes }) => kilobytes),
        target: { kind: 'atMost', value: 80 } as const,
      },
    ],
    notes: [
      `The median of ${length} licences a run, one after the other, each fetched for the first time: drawn with Chinese text and a QR code, its fonts subset, kept, and sent.`,
    ],
  };
}

export const pdf: Benchmark = { name: 'pdf', what: 'a licence as PDF', run };
