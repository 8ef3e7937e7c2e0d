import { headersOf, makeApplicants, type Applicant } from '../harness/applicants.ts';
import { tokenOf } from '../harness/cli.ts';
import { closed, createClient, open, type Request } from '../harness/load.ts';
import type { Bench, Benchmark, Measure } from '../harness/model.ts';
import { withOwner, withProduct } from '../harness/product.ts';
import { percentile } from '../harness/statistics.ts';
import { stockOf } from '../harness/stock.ts';

const cases = 1_000_000;
const perSecond = 200;
const seconds = 15;
const connections = 50;
const perRun = 6000;
const words = [
  '老年证',
  '食品',
  '公积金',
  '不动产',
  'laonianzheng',
  'spjy',
  '许可',
  '提取',
  '优待',
  '转移登记',
];

async function run(bench: Bench) {
  const dataDir = await stockOf(bench, bench.length(cases));
  return withProduct(dataDir, { QC_WORKERS: '0' }, async ({ origin }) => {
    const people = await withOwner(dataDir, (client) => makeApplicants(client, 2000));
    const clerk = await tokenOf(dataDir, 'market-clerk');
    return measure(bench, origin, people, clerk);
  });
}

/** A third each: the queue of a clerk, the cases of a resident, a search by anyone. */
const pages = {
  queue: (index: number, _: readonly Applicant[], clerk: string): Request => ({
    method: 'GET',
    path: '/api/v1/cases?scope=post&limit=20',
    headers: {
      authorization: `Bearer ${clerk}`,
      'x-purpose': 'case-handling',
      'x-forwarded-for': addressOf(index),
    },
  }),
  mine: (index: number, people: readonly Applicant[]): Request => {
    const person = people[index % people.length];
    return { method: 'GET', path: '/api/v1/cases', headers: person ? headersOf(person) : {} };
  },
  search: (index: number): Request => ({
    method: 'GET',
    path: `/api/v1/items?q=${encodeURIComponent(words[index % words.length] ?? '')}`,
    headers: { 'x-forwarded-for': addressOf(index) },
  }),
};

function addressOf(index: number): string {
  return `10.9.${(index >> 8) & 255}.${index & 255}`;
}

async function measure(bench: Bench, origin: string, people: readonly Applicant[], clerk: string) {
  const client = createClient(origin, connections);
  const names = ['queue', 'mine', 'search'] as const;
  const slowest: Record<string, number[]> = { all: [], queue: [], mine: [], search: [] };
  const rates: number[] = [];
  const send = (index: number) => {
    const name = names[index % names.length] ?? 'queue';
    return client.send(pages[name](Math.floor(index / names.length), people, clerk));
  };
  await closed({ count: 600, atOnce: connections }, send);
  for (let round = 0; round < bench.rounds; round += 1) {
    const each: Record<string, number[]> = { queue: [], mine: [], search: [] };
    const { latenciesMs } = await open({ perSecond, seconds: bench.length(seconds) }, async (index, due) => {
      await send(index);
      each[names[index % names.length] ?? 'queue']?.push(performance.now() - due);
    });
    slowest['all']?.push(percentile(latenciesMs, 0.95));
    for (const name of names) slowest[name]?.push(percentile(each[name] ?? [], 0.95));
    rates.push((await closed({ count: bench.length(perRun), atOnce: connections }, send)).perSecond);
  }
  client.close();
  const within = (what: string, name: string): Measure => ({
    what: `${what}, slowest of twenty (p95) at an open ${perSecond}/s`,
    unit: 'ms',
    runs: slowest[name] ?? [],
    target: { kind: 'atMost', value: 30 },
  });
  return {
    measures: [
      within('all three', 'all'),
      within('queue of the desk', 'queue'),
      within('my cases', 'mine'),
      within('search of items', 'search'),
      {
        what: `all three, ${connections} connections`,
        unit: '/s',
        runs: rates,
        target: { kind: 'atLeast', value: 600 } as const,
      },
    ],
    notes: [
      `With ${bench.length(cases).toLocaleString('en')} cases stored. A third each of the clerk's queue (purpose given), the cases of one of 2,000 residents, and a search by words, pinyin or initials: sessions are looked up, and what the product writes about a look is written.`,
      'At the open rate a request is timed from the instant at which it was due, so that waiting in line counts.',
    ],
  };
}

export const reads: Benchmark = { name: 'reads', what: 'the lists that people look at all day', run };
