import { makeApplicants } from '../harness/applicants.ts';
import { withFolder } from '../harness/folders.ts';
import type { Timing } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, withOwner, withProduct } from '../harness/product.ts';
import { stockOf } from '../harness/stock.ts';
import { runInstant } from './instant.ts';

const perRun = 2000;
const cases = 1_000_000;

/** Two servers stand side by side, one over an empty database and one over a full one, and take turns. */
async function run(bench: Bench) {
  const full = await stockOf(bench, bench.length(cases));
  return withFolder(async (empty) => {
    await withProduct(empty, { QC_DEMO_PEOPLE: '20000' }, () => peopleLoaded(empty));
    const env = { QC_WORKERS: '0' };
    return withProduct(empty, env, (few) =>
      withProduct(full, env, (many) => measure(bench, [empty, few.origin], [full, many.origin])),
    );
  });
}

type Place = readonly [dataDir: string, origin: string];

async function measure(bench: Bench, few: Place, many: Place) {
  const count = bench.length(perRun);
  const peopleOf = ([dataDir]: Place) => withOwner(dataDir, (client) => makeApplicants(client, count));
  const [people, others] = [await peopleOf(few), await peopleOf(many)];
  const rates: Record<'few' | 'many', number[]> = { few: [], many: [] };
  const rate = ({ perSecond }: Timing): number => perSecond;
  for (let round = -1; round < bench.rounds; round += 1) {
    const pair = {
      few: rate(await runInstant(...few, people)),
      many: rate(await runInstant(...many, others)),
    };
    // The first round warms both up.
    if (round < 0) continue;
    rates.few.push(pair.few);
    rates.many.push(pair.many);
  }
  return {
    measures: [
      {
        what: `instant cases with ${bench.length(cases).toLocaleString('en')} stored`,
        unit: '/s',
        runs: rates.many,
        against: { what: 'with none stored', runs: rates.few },
        target: { kind: 'ratio', atLeast: 0.75 } as const,
      },
    ],
    notes: [
      'As `instant`, over a database whose cases have the rows that a real one left in every table: case, history, process, licence, audit, access records, outbox, jobs, files, idempotency keys. One in 33 is an application for a food licence that waits at the desk; the others are granted cards of people of the city.',
    ],
  };
}

export const stored: Benchmark = {
  name: 'stored',
  what: 'instant cases beside a million stored ones',
  run,
};
