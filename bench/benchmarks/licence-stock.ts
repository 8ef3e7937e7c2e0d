import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { makeApplicants, type Applicant } from '../harness/applicants.ts';
import { tokenOf } from '../harness/cli.ts';
import { withFolder } from '../harness/folders.ts';
import { createClient } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { peopleLoaded, residentMb, startProduct, withOwner, type Product } from '../harness/product.ts';
import { median } from '../harness/statistics.ts';
import { applyForCard, at } from './instant.ts';

const records = 20_000;
const residents = 10;
const path = '/api/v1/admin/licence-stocks';
const type = 'property-certificate';

interface Stock {
  id: string;
  state: string;
  problem: { en: string } | null;
  total: number;
  issued: number;
  sealed: number;
  failed: number;
}

interface Sample {
  at: number;
  sealed: number;
  memoryMb: number;
}

/** The server is killed and started anew in the middle. */
interface Server {
  product: Product;
  token: string;
}

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    const start = () => startProduct(dataDir, { QC_DEMO_PEOPLE: '2000' });
    const product = await start();
    const server = { product, token: '' };
    try {
      await peopleLoaded(dataDir);
      server.token = await tokenOf(dataDir, 'admin');
      await withOwner(dataDir, (client) => fillUp(client, bench.length(records)));
      return await measure(bench, dataDir, server, start);
    } finally {
      await server.product.stop();
    }
  });
}

/** Homes of the people there are, until the library holds so many. */
async function fillUp(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `insert into lib_property_right (id, unit_number, certificate_number, address, use, area, ownership, share,
       registered_on, holder_kind, holder_id, holder_name, state, recorded_at)
     select gen_random_uuid(), 'BENCH' || n, 'BENCH-' || n, '春水路 ' || n || ' 号', 'dwelling', 60 + n % 90, 'sole', 100,
       date '2020-01-01', 'person', p.id, p.name, 'current', now()
     from generate_series(1, $1 - (select count(*)::int from lib_property_right where state = 'current')) n
     join (select id, name, row_number() over (order by id) as k, count(*) over () as everyone from lib_person) p
       on p.k = 1 + n % p.everyone`,
    [count],
  );
  await client.query('analyze lib_property_right');
}

async function call(server: Server, method: 'GET' | 'POST', url: string, body?: object): Promise<Stock> {
  const answer = await fetch(`${server.product.origin}${url}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const stock = (await answer.json()) as Stock;
  if (!answer.ok) throw new Error(JSON.stringify(stock));
  return stock;
}

async function measure(bench: Bench, dataDir: string, server: Server, start: () => Promise<Product>) {
  const applicants = await withOwner(dataDir, (client) => makeApplicants(client, residents));
  const begun = await call(server, 'POST', path, { type });
  const { total } = begun;
  const samples: Sample[] = [];
  const waits: number[] = [];
  let isKilled = false;
  for (;;) {
    await sleep(bench.quick ? 200 : 1000);
    const now = await call(server, 'GET', `${path}/${begun.id}`);
    if (now.problem) throw new Error(now.problem.en);
    samples.push({ at: Date.now(), sealed: now.sealed, memoryMb: await residentMb(server.product.pid) });
    if (now.state === 'done') break;
    if (!isKilled && now.sealed > total / 2) {
      isKilled = true;
      bench.say(`killed at ${now.sealed} of ${total}`);
      await server.product.kill();
      server.product = await start();
    }
    // Residents come in the middle third.
    if (isKilled && waits.length < residents && now.sealed > total * 0.55)
      waits.push(await waitForCard(dataDir, server.product.origin, at(applicants, waits.length)));
  }
  await expectEach(dataDir, begun.id, total);
  const first = thirdOf(samples, 0, total / 3);
  const last = thirdOf(samples, (total * 2) / 3, total);
  return {
    measures: [
      {
        what: 'licences with both files, in the last third',
        unit: '/s',
        runs: [last.perSecond],
        against: { what: 'those in the first third', runs: [first.perSecond] },
        target: { kind: 'ratio', atLeast: 0.9 } as const,
      },
      {
        what: 'memory in the last third, as a share of that in the first',
        unit: '×',
        runs: [last.memoryMb / first.memoryMb],
        target: { kind: 'atMost', value: 1.1 } as const,
      },
      {
        what: 'a resident’s own sealed licence meanwhile, from the request',
        unit: 'ms',
        runs: waits,
        target: { kind: 'atMost', value: 1000 } as const,
      },
    ],
    notes: [
      `${total} records of the library of property rights become certificates by POST ${path}, each with OFD and PDF under the seal of the issuer; the server is killed (SIGKILL) at half and started again, and nothing else is done to it. Afterwards each record has exactly one licence, sealed; were it otherwise the benchmark would fail.`,
      `Resident memory of the server: ${first.memoryMb.toFixed(0)} MB in the first third, ${last.memoryMb.toFixed(0)} MB in the last, ${Math.max(...samples.map(({ memoryMb }) => memoryMb)).toFixed(0)} MB at most. ${residents} residents apply for a card while it runs.`,
    ],
  };
}

function thirdOf(samples: readonly Sample[], from: number, to: number) {
  const within = samples.filter(({ sealed }) => sealed >= from && sealed <= to);
  const start = within[0];
  const end = within.at(-1);
  if (!start || !end || end.at === start.at) throw new Error('too few samples: the stock was done too soon');
  return {
    perSecond: ((end.sealed - start.sealed) * 1000) / (end.at - start.at),
    memoryMb: median(within.map(({ memoryMb }) => memoryMb)),
  };
}

/** From the request to the sealed files, in milliseconds. */
async function waitForCard(dataDir: string, origin: string, applicant: Applicant): Promise<number> {
  const client = createClient(origin, 1);
  const began = performance.now();
  try {
    const { licence } = await applyForCard(client, applicant);
    await withOwner(dataDir, async (owner) => {
      for (;;) {
        const { rows } = await owner.query<{ sealed: boolean }>('select sealed from licence where id = $1', [
          licence?.id,
        ]);
        if (rows[0]?.sealed) return;
        await sleep(20);
      }
    });
    return performance.now() - began;
  } finally {
    client.close();
  }
}

/** Every record has its one licence, and that has its files. */
async function expectEach(dataDir: string, stock: string, total: number): Promise<void> {
  const { rows } = await withOwner(dataDir, (client) =>
    client.query<{ records: number; licences: number; said: number }>(
      `with said as (
         select fields->>'certificateNumber' as number from licence where type_code = '${type}' group by 1 having count(*) = 1)
       select count(distinct r.record_id)::int as records, count(distinct l.id)::int as licences,
         count(distinct s.number)::int as said
       from licence_stock_record r join licence l on l.id = r.licence_id
       join said s on s.number = l.fields->>'certificateNumber'
       where r.stock_id = $1 and l.sealed and l.file_id is not null and l.ofd_file_id is not null`,
      [stock],
    ),
  );
  const { records = 0, licences = 0, said = 0 } = rows[0] ?? {};
  if (records !== total || licences !== total || said !== total)
    throw new Error(`of ${total} records ${records} have one sealed licence`);
}

export const licenceStock: Benchmark = {
  name: 'licence-stock',
  what: 'a stock of licences, killed in the middle',
  run,
};
