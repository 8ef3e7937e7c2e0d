import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';
import { loadConfig, root, startServer } from '../index.ts';
import { makeBackup, openBackup, restoreBackup } from './index.ts';

const elders = ['elder-60', 'elder-65', 'elder-72', 'elder-leap', 'elder-permit'];

describe('a backup taken while people hand in', () => {
  let server: TestServer;
  let folder: string;
  let emptyUrl: string;
  const key = randomBytes(32).toString('base64');
  const numbersBefore: string[] = [];
  let promise: string;
  let clerkToken: string;

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    folder = await mkdtemp(path.join(os.tmpdir(), 'qc-backup-'));
    emptyUrl = await makeDatabase(server.ownerUrl);
    for (const account of elders.slice(0, 3))
      numbersBefore.push((await applyAs(server, account)).view.number);
    promise = (await applyAs(server, 'noodle-owner')).view.id;
    clerkToken = (await server.as('market-clerk')).token;
    await server.settle();
    const during = elders.slice(3).map((account) => applyAs(server, account));
    await makeBackup({
      ownerUrl: server.ownerUrl,
      dir: backupDir(),
      filesDir: path.join(server.services.config.dataDir, 'files'),
      version: '0.1.0',
      secrets: null,
      key,
    });
    await Promise.all(during);
  });
  afterAll(async () => {
    await server.stop();
    await withClient(server.ownerUrl, (client) =>
      client.query(`drop database if exists ${client.escapeIdentifier(nameOf(emptyUrl))} with (force)`),
    ).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  const backupDir = (): string => path.join(folder, 'backup');

  it('is refused with another key, and when a byte of it was changed', async () => {
    await expect(openBackup(backupDir(), randomBytes(32).toString('base64'))).rejects.toThrow(
      'backup.wrong-key',
    );
    const tables = path.join(backupDir(), 'tables');
    const [first = ''] = (await readdir(tables)).toSorted();
    const part = path.join(tables, first);
    const whole = await readFile(part);
    const changed = Buffer.from(whole);
    changed[whole.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await writeFile(part, changed);
    const opened = await openBackup(backupDir(), key);
    await expect(restoreBackup(opened, { ownerUrl: emptyUrl, filesDir: folder })).rejects.toThrow(
      'backup.altered',
    );
    await writeFile(part, whole);
  });

  it('brings every acknowledged case back once, and what was under way goes on', async () => {
    const dataDir = path.join(folder, 'restored');
    await restoreBackup(await openBackup(backupDir(), key), {
      ownerUrl: emptyUrl,
      filesDir: path.join(dataDir, 'files'),
    });
    const { rows } = await withClient(emptyUrl, (client) =>
      client.query<{ number: string; licences: number; audit: number }>(
        `select c.number, (select count(*)::int from licence l where l.case_id = c.id) as licences,
           (select count(*)::int from audit_log a where a.entity_id = c.id::text) as audit
         from service_case c where c.number = any($1) order by c.number`,
        [numbersBefore],
      ),
    );
    expect(rows.map(({ number }) => number)).toEqual(numbersBefore.toSorted());
    expect(rows.every(({ licences }) => licences === 1)).toBe(true);
    expect(rows.every(({ audit }) => audit > 0)).toBe(true);

    // The master key is in no backup: it is put back by hand.
    const masterOf = (dir: string) => path.join(dir, 'secrets/master.key');
    await mkdir(path.dirname(masterOf(dataDir)), { recursive: true, mode: 0o700 });
    await copyFile(masterOf(server.services.config.dataDir), masterOf(dataDir));
    const running = await startServer(
      loadConfig(
        { PORT: '0', DATABASE_URL: emptyUrl, QC_DATA: dataDir, QC_DEMO: 'on', LOG_LEVEL: 'error' },
        root,
      ),
      { clock: server.services.clock },
    );
    try {
      // Who was signed in still is: sessions are part of it.
      const accepted = await fetch(`${running.origin}/api/v1/cases/${promise}/accept`, {
        method: 'POST',
        headers: { authorization: `Bearer ${clerkToken}`, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(await accepted.json()).toMatchObject({ id: promise, status: 'accepted' });
    } finally {
      await running.stop();
    }
  });

  it('is not poured into a database that holds something', async () => {
    const opened = await openBackup(backupDir(), key);
    await expect(restoreBackup(opened, { ownerUrl: emptyUrl, filesDir: folder })).rejects.toThrow(
      'backup.not-empty',
    );
  });
});

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** An empty database beside the one of the server. */
async function makeDatabase(ownerUrl: string): Promise<string> {
  const name = `qc_restore_${randomBytes(6).toString('hex')}`;
  await withClient(ownerUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}
