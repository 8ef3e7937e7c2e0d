import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '@quancheng/testing';
import { startProcess, type StartedServer } from '../../../../server/src/testkit.ts';
import { sql } from '../../platform/database/index.ts';
import {
  base,
  change,
  heldAt,
  issue,
  layLine,
  look,
  registerAt,
  rowsOf,
  startLevel,
  turn,
  upperName,
  type Level,
  type Line,
} from './testkit.ts';

/** The clock of a process of its own is the real one. */
let now = Date.now();
let line: Line;
let city: Level;
/** Looks into the database over which the process works. */
let province: Level;
let decider: Client;
let answering: StartedServer | undefined;

beforeAll(async () => {
  line = await layLine();
  [city, province] = await Promise.all([
    startLevel({}, new Date(now)),
    startLevel({ QC_ORIGIN: line.origin }, new Date(now)),
  ]);
  decider = await city.server.as('civil-decider');
  line.to = Number((province.server.app.server.address() as AddressInfo).port);
  const clientId = await registerAt(province, city);
  await city.admin.post(`${base}/upper`, { name: upperName, origin: line.origin, clientId });
  await startAnswering();
}, 180_000);
afterAll(async () => {
  answering?.kill('SIGKILL');
  await answering?.ended;
  line.close();
  await city.server.stop();
  await province.server.stop();
});

async function startAnswering(): Promise<void> {
  const port = await freePort();
  answering = startProcess({
    PORT: String(port),
    QC_ORIGIN: line.origin,
    QC_DATA: province.server.services.config.dataDir,
    QC_DEMO: 'on',
    QC_DEMO_PEOPLE: '100',
    QC_WORKERS: '0',
    DATABASE_URL: province.server.ownerUrl,
    LOG_LEVEL: 'error',
  });
  await answering.ready;
  line.to = port;
  // Nobody goes on over a connection to who answered before.
  line.set('up');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('an upper level that is killed while it takes a change has taken nothing of it, and all of it once it is back', async () => {
  const card = await issue(city, 'elder-72');
  await turn(city);
  const before = await heldAt(province, card.number);
  expect(before).toMatchObject({ state: 'valid', version: 2, receipts: 2 });

  // Nobody gets past this licence there, so that the request hangs in the middle of its transaction.
  const lock = `exchange ${before?.content.certificateIdentifier}`;
  const owner = new pg.Client({ connectionString: province.server.ownerUrl });
  await owner.connect();
  await owner.query('select pg_advisory_lock(hashtextextended($1, 0))', [lock]);
  await change(decider, card.id, 'suspend');
  const sending = turn(city);
  const stuck = () =>
    rowsOf(
      province,
      sql`
      select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and not l.granted and a.datname = current_database()`,
    );
  await expect.poll(stuck, { timeout: 20_000 }).toHaveLength(1);
  answering?.kill('SIGKILL');
  await answering?.ended;
  await sending;
  await owner.end();
  expect(await look(city)).toMatchObject({
    upper: { problem: { zh: expect.stringContaining('连不上') as string } },
    progress: { waiting: 1 },
  });
  await expect.poll(stuck, { timeout: 20_000 }).toEqual([]);
  expect(await heldAt(province, card.number)).toMatchObject({ state: 'valid', version: 2, receipts: 2 });

  await change(decider, card.id, 'resume');
  await startAnswering();
  now += 10_000;
  city.server.setTime(new Date(now));
  await turn(city);
  expect(await look(city)).toMatchObject({
    upper: { failingSince: null },
    progress: { waiting: 0, refused: 0 },
  });
  expect(await heldAt(province, card.number)).toMatchObject({ state: 'valid', version: 4, receipts: 4 });
  expect(await rowsOf(province, sql`select 1 from exchange_conflict`)).toEqual([]);
}, 180_000);
