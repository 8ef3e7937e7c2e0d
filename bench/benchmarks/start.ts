import { setTimeout } from 'node:timers/promises';
import { makeApplicants } from '../harness/applicants.ts';
import { withFolder } from '../harness/folders.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import {
  jobsDone,
  peopleLoaded,
  residentMb,
  startProduct,
  withOwner,
  withProduct,
} from '../harness/product.ts';
import { runInstant } from './instant.ts';

const cases = 10_000;
const perTurn = 2000;
/** The thread that draws papers has ended by then. */
const settled = 90_000;

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    await withProduct(dataDir, {}, () => peopleLoaded(dataDir));
    const seconds: number[] = [];
    for (let round = 0; round <= bench.rounds; round += 1) {
      const product = await startProduct(dataDir, {}, ['npm', 'start', '--silent', '--', '--json']);
      // The first one builds the web where it was not built yet.
      if (round > 0) seconds.push(product.secondsToStart);
      await product.stop();
    }
    const memory = await withProduct(dataDir, {}, async ({ origin, pid }) => {
      const before = await residentMb(pid);
      const people = await withOwner(dataDir, (client) => makeApplicants(client, bench.length(perTurn)));
      for (let done = 0; done < bench.length(cases); done += people.length)
        await runInstant(dataDir, origin, people);
      await jobsDone(dataDir);
      const drawing = await residentMb(pid);
      await setTimeout(settled);
      return { before, drawing, after: await residentMb(pid) };
    });
    return {
      measures: [
        {
          what: 'second start, to the first page',
          unit: 's',
          runs: seconds,
          target: { kind: 'atMost', value: 5 } as const,
        },
        {
          what: `resident memory after ${bench.length(cases).toLocaleString('en')} cases`,
          unit: 'MB',
          runs: [memory.after],
          target: { kind: 'atMost', value: 450 } as const,
        },
      ],
      notes: [
        'From `npm start` to the whole home page; packages, web and database are there from the first start.',
        `The memory is that of the server alone, a minute and a half after all papers and messages of the cases were made in the same process; it began with ${memory.before.toFixed(0)} MB. While papers are drawn, on a thread with the fonts that ends after a minute without work, it was ${memory.drawing.toFixed(0)} MB.`,
      ],
    };
  });
}

export const start: Benchmark = { name: 'start', what: 'start and memory', run };
