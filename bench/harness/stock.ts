import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { headersOf, makeApplicants, takeCardsBack, type Applicant } from './applicants.ts';
import { tokenOf } from './cli.ts';
import { copyOfCase, writeCopies, type CaseCopy } from './copies.ts';
import { fillingsOf, holesOf, type DoneCase } from './floor.ts';
import { kept } from './folders.ts';
import { createClient } from './load.ts';
import type { Bench } from './model.ts';
import { jobsDone, peopleLoaded, withOwner, withProduct } from './product.ts';

const people = 60_000;
const batch = 5000;
/** One case in so many still waits for the clerk of the market regulator. */
const openEvery = 33;

type Subject = Pick<Applicant, 'personId' | 'accountId' | 'tokenHash'>;

interface Kind {
  copy: CaseCopy;
  subjects: readonly Subject[];
}

/**
 * The folder of a database with so many cases, made once and kept below `bench/.data`. Each case has the
 * rows that a real one left, in every table, written by COPY in batches: what was interrupted goes on.
 */
export async function stockOf(bench: Bench, cases: number): Promise<string> {
  const dataDir = path.join(kept, `stored-${cases}`);
  if (existsSync(dataDir)) return dataDir;
  const making = `${dataDir}.making`;
  await mkdir(making, { recursive: true });
  bench.say(`making a database with ${cases} cases, once`);
  await withProduct(making, { QC_DEMO_PEOPLE: String(people) }, async ({ origin }) => {
    await peopleLoaded(making);
    const kinds = await makeKinds(making, origin);
    await withOwner(making, (client) => fillUp(bench, client, kinds, cases));
  });
  await rename(making, dataDir);
  return dataDir;
}

/** A granted card and an application for a food licence that waits, each done once through the API. */
async function makeKinds(dataDir: string, origin: string): Promise<{ granted: Kind; waiting: Kind }> {
  const applicants = await withOwner(dataDir, (client) => makeApplicants(client, 8000));
  return {
    granted: await grantedCard(dataDir, origin, applicants),
    waiting: await waitingLicence(dataDir, origin),
  };
}

async function grantedCard(dataDir: string, origin: string, applicants: readonly Applicant[]): Promise<Kind> {
  const [first] = applicants;
  if (!first) throw new Error('nobody may have a card');
  await withOwner(dataDir, takeCardsBack);
  const body = { item: 'elderly-card', form: { phone: '10000000001' }, submit: true };
  const { done, since, key } = await apply(origin, headersOf(first), body);
  await jobsDone(dataDir);
  await withOwner(dataDir, takeCardsBack);
  const copy = await withOwner(dataDir, (client) =>
    copyOfCase(client, done.id, since, holesOf(first, done, key, [], since)),
  );
  return { copy, subjects: applicants };
}

async function waitingLicence(dataDir: string, origin: string): Promise<Kind> {
  const account = 'noodle-owner';
  const headers = { authorization: `Bearer ${await tokenOf(dataDir, account)}` };
  const owner = await withOwner(dataDir, (client) => findOwner(client, account));
  const { done, since, key } = await apply(origin, headers, owner.application);
  await jobsDone(dataDir);
  return withOwner(dataDir, async (client) => {
    const subject = {
      personId: owner.entityId,
      accountId: owner.accountId,
      tokenHash: '',
      token: '',
      address: '',
    };
    const holes = holesOf(subject, done, key, [], since);
    holes.delete('');
    const { rows } = await client.query<{ id: string }>(
      'select id from lib_legal_entity order by id limit 1000',
    );
    const subjects = rows.map(({ id }) => ({ personId: id, accountId: owner.accountId, tokenHash: '' }));
    return { copy: await copyOfCase(client, done.id, since, holes), subjects };
  });
}

async function apply(origin: string, headers: Record<string, string>, body: unknown) {
  const client = createClient(origin, 1);
  const since = Date.now();
  const key = `bench-${since}`;
  const reply = await client.send({
    method: 'POST',
    path: '/api/v1/cases',
    headers: { ...headers, 'idempotency-key': key },
    body,
  });
  client.close();
  return { done: JSON.parse(reply.body.toString('utf8')) as DoneCase, since, key };
}

/** The account of a story, the company it acts for, and what it applies for. */
async function findOwner(client: pg.Client, account: string) {
  const { rows } = await client.query<{
    accountId: string;
    application: { onBehalfOf: string };
  }>(
    `select a.id as "accountId", story->'apply'->0 as application
     from account a, setting s, jsonb_array_elements(s.value) story
     where a.login = $1 and s.key = 'demo.stories' and story->>'account' = $1`,
    [account],
  );
  const row = rows[0];
  if (!row) throw new Error(`no story of ${account}`);
  const { item, form, onBehalfOf } = row.application as { item?: string; form?: unknown; onBehalfOf: string };
  return {
    accountId: row.accountId,
    entityId: onBehalfOf,
    application: { item, form, onBehalfOf, submit: true },
  };
}

async function fillUp(
  bench: Bench,
  client: pg.Client,
  { granted, waiting }: { granted: Kind; waiting: Kind },
  cases: number,
): Promise<void> {
  await client.query('create table if not exists bench_stock (done int primary key)');
  // The rows agree with each other already, and what is lost in a crash is made again.
  await client.query(`set session_replication_role = replica`);
  await client.query(`set synchronous_commit = off`);
  const { rows } = await client.query<{ done: number }>(
    'select coalesce(max(done), 0) as done from bench_stock',
  );
  for (let done = rows[0]?.done ?? 0; done < cases; done += batch) {
    const numbers = Array.from({ length: Math.min(batch, cases - done) }, (_, index) => done + index);
    const isOpen = (number: number): boolean => number % openEvery === 0;
    await client.query('begin');
    await writeKind(client, waiting, numbers.filter(isOpen));
    await writeKind(
      client,
      granted,
      numbers.filter((number) => !isOpen(number)),
    );
    await client.query('insert into bench_stock (done) values ($1)', [done + numbers.length]);
    await client.query('commit');
    if ((done / batch) % 20 === 19) bench.say(`${done + numbers.length} of ${cases} cases`);
  }
  await client.query('vacuum analyze');
}

async function writeKind(
  client: pg.Client,
  { copy, subjects }: Kind,
  numbers: readonly number[],
): Promise<void> {
  const fillings = numbers.flatMap((number) => {
    const subject = subjects[number % subjects.length];
    return subject ? [fillingsOf(copy.holes, subject, `S${number}`)] : [];
  });
  await writeCopies(client, copy, fillings);
}
