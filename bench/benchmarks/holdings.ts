import type pg from 'pg';
import { headersOf, makeApplicants, type Applicant } from '../harness/applicants.ts';
import { withFolder } from '../harness/folders.ts';
import { createClient, open } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, withOwner, withProduct } from '../harness/product.ts';
import { percentile } from '../harness/statistics.ts';
import { at } from './instant.ts';

const stored = 10_000_000;
const batch = 500_000;
const each = 5;
const people = 500;
const perSecond = 100;
const seconds = 15;

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    await withProduct(dataDir, { QC_DEMO_PEOPLE: '20000' }, () => peopleLoaded(dataDir));
    return withProduct(dataDir, { QC_WORKERS: '0' }, async ({ origin }) => {
      const count = bench.length(stored);
      const holders = await withOwner(dataDir, async (client) => {
        const made = await makeApplicants(client, people);
        await fill(client, count, made, bench);
        return made;
      });
      return measure(bench, origin, holders, count);
    });
  });
}

/** Licences of strangers in bulk, and five of each who asks; rows as the product writes them. */
async function fill(
  client: pg.Client,
  count: number,
  holders: readonly Applicant[],
  bench: Bench,
): Promise<void> {
  const insert = (holder: string, from: string) => `
    insert into licence (id, number, type_code, type_id, holder_kind, holder_id, holder_name, issuer_id, fields,
      verify_code, issued_on, valid_from, valid_until, created_at)
    select gen_random_uuid(), 'BN' || n, d.key, d.id, 'person', ${holder}, '某人', a.id,
      jsonb_build_object('name', '某人', 'idNumber', '990000195411300000', 'birthDate', '1954-11-30', 'grade', '65 周岁及以上',
        'benefits', '公园景点、公共文化设施优待；免费乘公交车'),
      'B' || n, current_date - 100, current_date - 100, null, now()
    from ${from},
      (select id, key from definition where kind = 'licenceType' and key = 'elderly-card' order by version desc limit 1) d,
      (select id from agency where slug = 'civil-affairs') a`;
  for (let from = 0; from < count; from += batch) {
    const to = Math.min(from + batch, count) - 1;
    await client.query(
      insert(`md5('holder ' || n / ${each})::uuid`, `generate_series(${from}::bigint, ${to}::bigint) n`),
    );
    bench.say(`${to + 1} licences`);
  }
  await client.query(
    insert(
      'p.id',
      `unnest($1::uuid[]) with ordinality p (id, i), generate_series(${count} + p.i * ${each}, ${count} + p.i * ${each} + ${each - 1}) n`,
    ),
    [holders.map(({ personId }) => personId)],
  );
  await client.query('vacuum analyze licence');
}

async function measure(bench: Bench, origin: string, holders: readonly Applicant[], count: number) {
  const client = createClient(origin, 50);
  const list = (index: number) =>
    client.send({
      method: 'GET',
      path: '/api/v1/licences',
      headers: headersOf(at(holders, (index * 7919) % holders.length)),
    });
  for (let index = 0; index < 200; index += 1) await list(index);
  const runs: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const { latenciesMs } = await open({ perSecond, seconds: bench.length(seconds) }, list);
    runs.push(percentile(latenciesMs, 0.95));
  }
  client.close();
  return {
    measures: [
      {
        what: `a holder’s licences among ${count.toLocaleString('en')}, p95 at an open ${perSecond}/s`,
        unit: 'ms',
        runs,
        target: { kind: 'atMost', value: 10 } as const,
      },
    ],
    notes: [
      `GET /api/v1/licences by ${holders.length} people in turn, each with ${each} licences, with session, mandates and access control on.`,
    ],
  };
}

export const holdings: Benchmark = { name: 'holdings', what: 'a holder’s licences among ten million', run };
