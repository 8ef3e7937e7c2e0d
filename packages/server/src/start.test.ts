import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import {
  childrenOf,
  commandOf,
  isRunning,
  postgresPid,
  qc,
  startProcess,
  type StartedServer,
} from './testkit.ts';

const slow = { timeout: 120_000, interval: 50 };
const running: StartedServer[] = [];

function start(env: Record<string, string>, ...args: string[]): StartedServer {
  const server = startProcess(env, ...args);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGKILL');
    await server.ended;
  }
});

const statusOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );

/** Addresses of this machine that others can reach. */
const outside = Object.values(os.networkInterfaces())
  .flat()
  .filter((address) => address !== undefined && !address.internal && address.family === 'IPv4');
const hasIpv6 = Object.values(os.networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('npm start over its own PostgreSQL', { timeout: 180_000 }, () => {
  let dataDir: string;
  let token: string;
  let caseId: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-start-'));
  });
  afterAll(async () => {
    // A test that failed half-way may leave PostgreSQL behind.
    const pid = await postgresPid(dataDir);
    if (pid > 0 && (await isRunning(pid))) process.kill(pid, 'SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });
  const begin = () => start({ QC_DATA: dataDir });
  const readCase = (origin: string): Promise<number> =>
    fetch(new URL(`/api/v1/cases/${caseId}`, origin), { headers: { authorization: `Bearer ${token}` } }).then(
      ({ status }) => status,
      () => 0,
    );

  it('serves on both loopback addresses and no other, says where, and stops everything on Ctrl-C', async () => {
    const server = begin();
    const { portal, desk, api } = await server.ready;
    for (const url of [portal, desk, api]) expect(server.printed()).toContain(url);
    expect(server.printed()).toContain('就绪 / ready');
    const port = Number(new URL(portal).port);
    expect(await statusOf(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(await statusOf(`http://127.0.0.1:${port}/readyz`)).toBe(200);
    expect(await statusOf(`http://[::1]:${port}/api/v1/items`)).toBe(hasIpv6 ? 200 : 0);
    for (const { address } of outside.flatMap((found) => found ?? []))
      expect(await answers(address, port)).toBe(false);

    const answer = await qc(['token', '--as', 'elder-72', '--json'], { QC_DATA: dataDir });
    token = (JSON.parse(answer.out) as { token: string }).token;
    const applied = await fetch(`http://127.0.0.1:${port}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ item: 'elderly-card', form: { phone: '10000000001' }, submit: true }),
    });
    const view = (await applied.json()) as { id: string; status: string };
    expect([applied.status, view.status]).toEqual([201, 'granted']);
    caseId = view.id;

    const postgres = await postgresPid(dataDir);
    const children = await childrenOf(server.pid);
    expect(await isRunning(postgres)).toBe(true);
    expect(children.length).toBeGreaterThanOrEqual(2); // PostgreSQL and the payment channel
    // One key comes twice under npm: from the terminal, and handed on by npm.
    server.kill('SIGINT');
    server.kill('SIGINT');
    const { code, err } = await server.ended;
    expect([code, err]).toEqual([0, expect.stringContaining('正在停止 / stopping')]);
    for (const pid of [postgres, ...children]) expect(await isRunning(pid)).toBe(false);
  });

  it('stops PostgreSQL too when Ctrl-C comes while it is still starting', async () => {
    const server = begin();
    await expect.poll(() => server.printed(), slow).toContain('启动数据库');
    await expect.poll(() => postgresPid(dataDir).then(isRunning), slow).toBe(true);
    const postgres = await postgresPid(dataDir);
    server.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
    expect(await isRunning(postgres)).toBe(false);
  });

  it('takes over PostgreSQL that a killed server left behind, with its data', async () => {
    const began = performance.now();
    const first = begin();
    await first.ready;
    process.stdout.write(`second start: ${Math.round(performance.now() - began)} ms\n`);
    const postgres = await postgresPid(dataDir);
    const channel = await findChannel(first.pid);
    first.kill('SIGKILL');
    await first.ended;
    expect(await isRunning(postgres)).toBe(true);
    // The channel notices that its input has ended.
    await expect.poll(() => isRunning(channel), slow).toBe(false);

    const second = begin();
    const { portal } = await second.ready;
    expect(await postgresPid(dataDir)).toBe(postgres);
    expect(await readCase(portal)).toBe(200);

    // It is not our child, and is missed all the same; the one that replaces it is.
    for (let round = 0; round < 2; round += 1) {
      const killed = await postgresPid(dataDir);
      process.kill(killed, 'SIGKILL');
      await expect.poll(() => statusOf(new URL('/readyz', portal).href), { ...slow, interval: 20 }).toBe(503);
      expect(await statusOf(new URL('/healthz', portal).href)).toBe(200);
      await expect.poll(() => statusOf(new URL('/readyz', portal).href), slow).toBe(200);
      expect(await postgresPid(dataDir)).not.toBe(killed);
      await expect.poll(() => readCase(portal), slow).toBe(200);
    }

    const last = await postgresPid(dataDir);
    second.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    expect(await isRunning(last)).toBe(false);
  });

  it('leaves PostgreSQL to the server that keeps it when a second one over the same folder stops', async () => {
    const keeper = begin();
    const { portal } = await keeper.ready;
    const postgres = await postgresPid(dataDir);
    const guest = begin();
    await guest.ready;
    guest.kill('SIGINT');
    expect((await guest.ended).code).toBe(0);
    expect(await isRunning(postgres)).toBe(true);
    expect(await readCase(portal)).toBe(200);
    keeper.kill('SIGINT');
    await keeper.ended;
    expect(await isRunning(postgres)).toBe(false);
  });

  async function findChannel(pid: number): Promise<number> {
    for (const child of await childrenOf(pid))
      if ((await commandOf(child)).includes('payment-channel')) return child;
    throw new Error('the server has no payment channel');
  }
});

describe('npm start says clearly why it does not start:', () => {
  let dataDir: string;
  let database: TestDatabase;
  let blocker: ReturnType<typeof createServer>;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-start-'));
    database = await openTestDatabase();
    blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
  });
  afterAll(async () => {
    blocker.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** The server must end by itself, say so in both languages, and print no stack. */
  async function refuses(env: Record<string, string>, zh: string, en: string): Promise<string> {
    const server = start({ QC_DATA: dataDir, ...env });
    const { code, out, err } = await server.ended;
    expect(err).toContain(zh);
    expect(err).toContain(en);
    expect(err).not.toMatch(/^\s+at /m);
    expect([code, out]).toEqual([1, '']);
    return err;
  }

  async function withRow(insert: string, remove: string, work: () => Promise<unknown>): Promise<void> {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      await client.query(insert);
      await work();
    } finally {
      await client.query(remove);
      await client.end();
    }
  }

  it('the port is taken', async () => {
    const { port } = blocker.address() as { port: number };
    await refuses({ PORT: String(port) }, `端口 ${port} 已被占用`, `Port ${port} is taken`);
  });

  it('the address is not one of this machine', () =>
    refuses({ HOST: '192.0.2.1' }, '本机没有地址“192.0.2.1”', 'no address “192.0.2.1”'));

  it('the data folder is of a newer PostgreSQL', async () => {
    const newer = path.join(dataDir, 'newer');
    await mkdir(path.join(newer, 'postgres/pg'), { recursive: true });
    await writeFile(path.join(newer, 'postgres/pg/PG_VERSION'), '99\n');
    await refuses(
      { QC_DATA: newer },
      '数据目录由 PostgreSQL 99 创建',
      'The data folder was made by PostgreSQL 99',
    );
  });

  it('the database is of a newer version', () =>
    withRow(
      `insert into schema_migration (name, checksum) values ('9999_future.sql', 'x')`,
      `delete from schema_migration where name = '9999_future.sql'`,
      () =>
        refuses(
          { DATABASE_URL: database.ownerUrl },
          '数据库由更新的版本创建（迁移 9999_future.sql）',
          'made by a newer version (migration 9999_future.sql)',
        ),
    ));

  it.each([
    ['nothing listens there', (url: URL) => (url.port = '1'), 'ECONNREFUSED'],
    ['the password is wrong', (url: URL) => (url.password = 'wrong'), 'password authentication failed'],
    ['the database does not exist', (url: URL) => (url.pathname = '/nowhere'), 'does not exist'],
  ])('DATABASE_URL is wrong: %s', async (_name, change, reason) => {
    const url = new URL(database.ownerUrl);
    // Over the network, as a database of one's own is spoken to.
    url.searchParams.delete('host');
    change(url);
    const env = { DATABASE_URL: url.href };
    const err = await refuses(env, '连接不上数据库', 'The database cannot be reached');
    expect(err).toContain(reason);
    expect(err).toContain('DATABASE_URL');
  });

  it('a setting is unknown, others have bad values: all are told at once', async () => {
    const env = { QC_COLOUR: 'red', QC_WORKERS: 'many' };
    const err = await refuses(env, '没有这个配置项', 'no such setting');
    expect(err).toContain('QC_COLOUR: ');
    expect(err).toContain('QC_WORKERS: 应为 0 到 64 的整数 / must be a whole number from 0 to 64');
  });

  it('the city is unknown', () =>
    refuses({ QC_CITY: 'atlantis' }, '没有城市“atlantis”', 'There is no city “atlantis”'));

  it('the database belongs to another city', () =>
    withRow(
      `insert into setting (key, value, updated_at) values ('city', '"template"', now()), ('demo', 'true', now())`,
      `delete from setting`,
      () =>
        refuses(
          { DATABASE_URL: database.ownerUrl },
          '数据库属于城市“template”',
          'The database belongs to the city “template”',
        ),
    ));

  it('the demo was decided otherwise when the database was made', () =>
    withRow(
      `insert into setting (key, value, updated_at) values ('demo', 'false', now())`,
      `delete from setting`,
      () =>
        refuses(
          { DATABASE_URL: database.ownerUrl, QC_DEMO: 'on' },
          '建立时演示为“off”，不能改为“on”',
          'made with the demo off; it cannot become on',
        ),
    ));

  it('tables lag behind outside the demo', () =>
    refuses(
      { DATABASE_URL: database.ownerUrl, QC_DEMO: 'off' },
      '资源表有',
      'The tables of the resources lag behind',
    ));

  it('an option is unknown; and says which there are', async () => {
    const { code, err } = await start({ QC_DATA: dataDir }, '--colour').ended;
    expect([code, err]).toEqual([2, expect.stringContaining('npm start')]);
    const help = await start({ QC_DATA: dataDir }, '--help').ended;
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('npm start')]);
  });
});
