import { withFolder } from '../../bench/harness/folders.ts';
import { jobsDone, peopleLoaded, withOwner, withProduct, type Product } from '../../bench/harness/product.ts';
import { answers, audit, holds, looks, stuck } from '../harness/checks.ts';
import { none, type Options, type Result, type Soak } from '../harness/model.ts';
import { randomOf } from '../harness/random.ts';
import { publishShortTerms } from '../harness/short-terms.ts';
import { importLists, memoryEveryMs, watchMemory } from './chores.ts';
import { work } from './clerks.ts';
import { latencyIsFlat, memoryIsFlat, minuteTable } from './flat.ts';
import { emptyDiary, type Day, type Diary } from './model.ts';
import { makeTown, type Town } from './people.ts';
import { live } from './residents.ts';

/** Terms of the food licence end while the day lasts. */
const termSeconds = 60;

function run(options: Options): Promise<Result> {
  return withFolder((dataDir) =>
    withProduct(dataDir, { QC_DEMO_PEOPLE: '6000' }, async (product) => {
      await peopleLoaded(dataDir);
      await publishShortTerms(dataDir, termSeconds);
      const town = await withOwner(dataDir, makeTown);
      return spend(options, dataDir, product, town);
    }),
  );
}

async function spend(
  { seed, minutes, say }: Options,
  dataDir: string,
  product: Product,
  { residents, clerks }: Town,
): Promise<Result> {
  const diary = emptyDiary();
  const beganMs = performance.now();
  const isOver = (): boolean => performance.now() - beganMs > minutes * 60_000;
  const dayOf = (part: number): Day => ({
    origin: product.origin,
    diary,
    random: randomOf(seed, part),
    beganMs,
  });
  say(`${residents.length} residents and ${clerks.length} clerks, ${minutes} minutes`);
  const [memory, imported] = await Promise.all([
    watchMemory(product, isOver),
    importLists(dataDir, isOver),
    ...residents.map((resident, index) => live(dayOf(index), resident, isOver)),
    ...clerks.map((caller, index) => work(dayOf(1000 + index), caller, isOver)),
  ]);
  await jobsDone(dataDir);
  return withOwner(dataDir, async (client) => ({
    counts: countsOf(diary, minutes, imported),
    invariants: [
      none('nothing was answered that should not have been', diary.unexpected),
      memoryIsFlat(memory),
      latencyIsFlat(diary, 0.5),
      latencyIsFlat(diary, 0.95),
      await holds(client, 'no job is dead, and no timer was handed over and forgotten', stuck),
      await holds(client, 'no command is without its answer', answers),
      await holds(client, 'every change of a case has its audit record and its event', audit),
      await holds(client, 'every case left its looks, and every look names its purpose', looks),
    ],
    notes: [
      'What is expected of people who work at once: another took the case, or it moved on while a page showed it.',
      minuteTable(diary, memory, memoryEveryMs),
    ],
  }));
}

function countsOf(diary: Diary, minutes: number, imported: number): Result['counts'] {
  return {
    minutes,
    requests: diary.samples.length,
    ...Object.fromEntries([...diary.done].toSorted(([a], [b]) => a.localeCompare(b))),
    'rows of items imported': imported,
    ...Object.fromEntries([...diary.expected].map(([code, count]) => [`expected refusal: ${code}`, count])),
  };
}

export const day: Soak = {
  name: 'day',
  what: 'a day of a small city: 200 residents, 20 clerks, imports and timers',
  run,
};
