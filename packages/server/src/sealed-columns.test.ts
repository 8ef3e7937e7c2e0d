import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createColumns, tidyColumns, type Columns } from '@quancheng/kernel/platform/columns';
import { system, type Context } from '@quancheng/kernel/platform/context';
import { contactColumns, sendMessage } from '@quancheng/kernel/platform/messages';
import {
  createAccount,
  givePosts,
  hashPassword,
  newTotpSecret,
  signIn,
  totpCode,
} from '@quancheng/kernel/subject/accounts';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { root } from './city.ts';
import { loadConfig } from './config/index.ts';
import { sealedColumns } from './sealed-columns.ts';
import { startServer } from './start.ts';
import { qc } from './testkit.ts';

const now = new Date('2026-03-02T02:00:00Z');
const phone = '10000987651';
const email = 'Shen.Mo@Example.test';
const password = 'seven grey herons wade';
const totpSecret = newTotpSecret();
const actor = system('tests of sealed columns');

interface Line {
  login: string;
}

describe('what is kept encrypted', () => {
  let server: TestServer;
  let owner: pg.Client;
  let admin: Client;
  let env: Record<string, string>;
  let accountId: string;
  let stale: Columns;
  const sent: { to: string }[] = [];
  const gateway = createServer((request, response) => {
    void request
      .setEncoding('utf8')
      .toArray()
      .then((parts) => {
        sent.push(JSON.parse(parts.join('')) as { to: string });
        response.end();
      });
  });
  beforeAll(async () => {
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const { port } = gateway.address() as AddressInfo;
    server = await startTestServer({ now, env: { SMS_URL: `http://127.0.0.1:${port}/` } });
    const { dataDir } = server.services.config;
    env = { QC_DATA: dataDir, DATABASE_URL: server.ownerUrl, LOG_LEVEL: 'error' };
    owner = new pg.Client({ connectionString: server.ownerUrl });
    await owner.connect();
    admin = await server.as('admin');
    const passwordHash = await hashPassword(password);
    accountId = await run(async (ctx) => {
      const { rows } = await owner.query<{ id: string }>(`select id from post where role = 'clerk' limit 1`);
      const id = await createAccount(ctx, {
        login: 'shen',
        name: '沈默',
        passwordHash,
        totpSecret,
        phone,
        email,
      });
      await givePosts(ctx, id, [rows[0]?.id ?? '']);
      return id;
    });
  }, 180_000);
  afterAll(async () => {
    await owner.end();
    await server.stop();
    gateway.close();
  });

  const run = <T>(work: (ctx: Context) => Promise<T>) => server.services.unit.run({ actor }, work);
  const find = async (q: string) => {
    const { body } = await admin.get<{ items: Line[] }>(`/api/v1/admin/staff?q=${encodeURIComponent(q)}`);
    return body.items.map(({ login }) => login);
  };
  const versions = async () => {
    const tables = sealedColumns.map(
      ({ table, name }) =>
        `select get_byte(${name}_sealed, 3) as version from ${table} where ${name}_sealed is not null`,
    );
    const { rows } = await owner.query<{ version: number; count: number }>(
      `select version, count(*)::int as count from (${tables.join(' union all ')}) v group by version order by version`,
    );
    return rows;
  };
  let minutes = 0;
  const expectUsable = async (at: TestServer['services'] = server.services) => {
    minutes += 1; // a code is taken once
    server.setTime(new Date(now.getTime() + minutes * 60_000));
    expect(await at.unit.run({ actor }, (ctx) => openPhone(ctx))).toBe(phone);
    const attempt = { login: 'shen', password, totp: totpCode(totpSecret, at.clock.now()) };
    expect((await signIn(at.unit, attempt)).id).toBe(accountId);
  };
  const openPhone = async (ctx: Context) => {
    const { rows } = await owner.query<{ sealed: Buffer }>(
      'select phone_sealed as sealed from account where id = $1',
      [accountId],
    );
    return ctx.columns.open(ctx.tx, contactColumns.sms, accountId, rows[0]?.sealed ?? Buffer.alloc(0));
  };

  it('is every column of the database that says so', async () => {
    const { rows } = await owner.query<{ column: string }>(
      `select table_name || '.' || column_name as column from information_schema.columns
       where table_schema = 'public' and column_name like '%\\_sealed' and data_type = 'bytea' order by 1`,
    );
    const listed = sealedColumns.map(({ table, name }) => `${table}.${name}_sealed`);
    expect(rows.map(({ column }) => column)).toEqual(listed.toSorted());
  });

  it('reaches people, and stands nowhere in the database as anyone could read it', async () => {
    const title = { zh: '办好了', en: 'Done' };
    await run(async (ctx) => void sendMessage(ctx, { accountId, title, body: title }));
    await server.settle();
    expect(sent.map(({ to }) => to)).toEqual([phone]);
    const { body } = await admin.get<{ items: { to: string }[] }>('/api/v1/admin/messages/sent');
    expect(body.items.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['100****51', 'S***@Example.test']),
    );

    const { rows: tables } = await owner.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    expect(tables.length).toBeGreaterThan(50);
    const found: string[] = [];
    const needles = [phone, email, totpSecret].flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    for (const { name } of tables) {
      const { rows } = await owner.query(
        `select 1 from ${name} t where exists (select 1 from unnest($1::text[]) n where strpos(lower(t::text), lower(n)) > 0)`,
        [needles],
      );
      if (rows.length > 0) found.push(name);
    }
    expect(found).toEqual([]);
  });

  it('is found by the whole of it, however it is typed, and by nothing else', async () => {
    for (const q of [phone, '+86 100 0098 7651', '0086-10000987651', email, 'shen.mo@example.test'])
      expect([q, await find(q)]).toEqual([q, ['shen']]);
    for (const q of [phone.slice(0, 10), `${phone}0`, '10000987650', 'mo@example.test'])
      expect([q, await find(q)]).toEqual([q, []]);
  });

  it('does not open in the place of another', async () => {
    const thief = await run((ctx) =>
      createAccount(ctx, { login: 'thief', name: '路人', phone: '10000987600' }),
    );
    await owner.query(
      `update account set phone_sealed = (select phone_sealed from account where id = $2) where id = $1`,
      [thief, accountId],
    );
    const { rows } = await owner.query<{ sealed: Buffer }>(
      'select phone_sealed as sealed from account where id = $1',
      [thief],
    );
    const sealed = rows[0]?.sealed ?? Buffer.alloc(0);
    const { columns, database } = server.services;
    await expect(columns.open(database.db, contactColumns.sms, thief, sealed)).rejects.toThrow(
      'column.unreadable',
    );
    await expect(columns.open(database.db, contactColumns.mail, accountId, sealed)).rejects.toThrow(
      'column.unreadable',
    );
    expect(await columns.open(database.db, contactColumns.sms, accountId, sealed)).toBe(phone);
    await owner.query('update account set phone_sealed = null, phone_index = null where id = $1', [thief]);
  });

  it('is encrypted anew while people use it, also when that is killed in between', async () => {
    await run(async (ctx) => {
      for (let n = 0; n < 1300; n += 1)
        await createAccount(ctx, { login: `many-${n}`, name: '路人', phone: String(10_000_100_000 + n) });
    });
    stale = createColumns({ master: server.services.master });
    await stale.seal(server.services.unit.db, contactColumns.sms, accountId, phone);
    const killed = spawn(path.join(root, 'qc'), ['keys', 'rotate-columns'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(killed, 'exit');
    await once(killed.stderr, 'data');
    killed.kill('SIGKILL');
    await ended;
    const half = await versions();
    expect(half.map(({ version }) => version)).toEqual([1, 2]);

    // The server, which nobody told, reads and finds both, and writes more.
    await expectUsable();
    for (let n = 0; n < 1300; n += 100) {
      const { indexesOf } = server.services.columns;
      const found = await run(async (ctx) =>
        ctx.tx
          .selectFrom('account')
          .select('login')
          .where('phoneIndex', 'in', await indexesOf(ctx.tx, contactColumns.sms, String(10_000_100_000 + n)))
          .execute(),
      );
      expect(found).toEqual([{ login: `many-${n}` }]);
    }
    expect(await find(phone)).toEqual(['shen']);

    const resumed = await qc(['keys', 'rotate-columns', '--json'], env);
    const done = JSON.parse(resumed.out) as { version: number; changed: number; unreadable: number };
    expect(done).toMatchObject({ version: 2, unreadable: 0 });
    expect(done.changed).toBe(half.find(({ version }) => version === 1)?.count);
    expect((await versions()).map(({ version }) => version)).toEqual([2]);
    await expectUsable();
    expect(await find(email)).toEqual(['shen']);
  }, 180_000);

  it('needs the former key no more once all of it was encrypted anew and an hour went by', async () => {
    const keys = async () => (await owner.query('select version from column_key order by version')).rows;
    const { unit, columns } = server.services;
    const deps = { unit, columns, list: sealedColumns };
    await owner.query('update column_key set done_at = $1 where version = 2', [now]);
    await tidyColumns(deps, actor);
    expect(await keys()).toEqual([{ version: 1 }, { version: 2 }]);
    // What a server that had not heard of the change writes last.
    const late = await stale.seal(unit.db, contactColumns.sms, accountId, phone);
    await owner.query('update account set phone_sealed = $2, phone_index = $3 where id = $1', [
      accountId,
      late.sealed,
      late.index,
    ]);
    minutes += 120;
    server.setTime(new Date(now.getTime() + minutes * 60_000));
    await tidyColumns(deps, actor);
    await tidyColumns(deps, actor);
    expect(await keys()).toEqual([{ version: 2 }]);
    await expectUsable();
    expect(await find(phone)).toEqual(['shen']);
  });

  it('opens by another master key as well', async () => {
    expect((await qc(['keys', 'change-master', '--json'], env)).code).toBe(0);
    const after = await startServer(loadConfig({ ...env, PORT: '0', QC_WORKERS: '0' }, root));
    try {
      await expectUsable(after.services);
    } finally {
      await after.stop();
    }
  }, 120_000);

  it('takes in what an earlier release wrote in plain, and empties that', async () => {
    const [old, message] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
    await owner.query(
      `insert into account (id, login, name, phone, email, totp_secret, created_at)
       values ($1, 'old', '旧人', '10000987652', 'old@example.test', 'JBSWY3DPEHPK3PXP', now())`,
      [old],
    );
    await owner.query(
      `insert into message (id, account_id, title_zh, title_en, body_zh, body_en, created_at)
       values ($1, $2, '', '', '', '', now())`,
      [message, old],
    );
    await owner.query(
      `insert into dispatch (id, message_id, channel, address, text, created_at)
       values (gen_random_uuid(), $1, 'sms', '10000987652', '', now())`,
      [message],
    );
    const after = await startServer(loadConfig({ ...env, PORT: '0', QC_WORKERS: '0' }, root));
    try {
      const { rows } = await owner.query<{
        plain: string;
        address: string | null;
        sealed: Buffer;
        copy: Buffer;
      }>(
        `select concat(a.phone, a.email, a.totp_secret) as plain, d.address, a.phone_sealed as sealed,
           d.address_sealed as copy
         from account a join message m on m.account_id = a.id join dispatch d on d.message_id = m.id where a.id = $1`,
        [old],
      );
      expect(rows).toMatchObject([{ plain: '', address: null }]);
      const { columns, database } = after.services;
      for (const sealed of [rows[0]?.sealed, rows[0]?.copy])
        expect(await columns.open(database.db, contactColumns.sms, old, sealed ?? Buffer.alloc(0))).toBe(
          '10000987652',
        );
    } finally {
      await after.stop();
    }
  }, 120_000);
});
