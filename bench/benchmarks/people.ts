import { withFolder } from '../harness/folders.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, residentMb, withProduct } from '../harness/product.ts';
import { median } from '../harness/statistics.ts';

const inhabitants = 1_000_000;

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    const count = bench.length(inhabitants);
    const began = performance.now();
    const memory: number[] = [];
    await withProduct(dataDir, { QC_DEMO_PEOPLE: String(count) }, ({ pid }) =>
      peopleLoaded(dataDir, async () => void memory.push(await residentMb(pid))),
    );
    const minutes = (performance.now() - began) / 60_000;
    const quarter = Math.max(1, Math.floor(memory.length / 4));
    const second = median(memory.slice(quarter, 2 * quarter));
    const last = median(memory.slice(-quarter));
    return {
      measures: [
        {
          what: `a city of ${count.toLocaleString('en')}`,
          unit: 'min',
          runs: [minutes],
          target: { kind: 'atMost', value: 10 } as const,
        },
        {
          what: 'memory in the last quarter, as a share of that in the second',
          unit: '×',
          runs: [last / second],
          target: { kind: 'atMost', value: 1.25 } as const,
        },
      ],
      notes: [
        `From the start to the last of the people, their households, permits and companies, while the product serves already; resident memory each second: ${second.toFixed(0)} MB in the second quarter, ${last.toFixed(0)} MB in the last, ${Math.max(...memory).toFixed(0)} MB at most.`,
      ],
    };
  });
}

export const people: Benchmark = { name: 'people', what: 'a whole city of people', run };
