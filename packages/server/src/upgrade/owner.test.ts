import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackup, openBackup, restoreBackup } from '../backup/index.ts';
import { loadConfig } from '../config/index.ts';
import { root } from '../city.ts';
import { startEmbedded, type EmbeddedPostgres } from '../postgres/index.ts';
import { startServer } from '../start.ts';

/** The role that the operating guide asks for: it owns its database and may create roles, and is no superuser. */
describe('an owner who is no superuser', () => {
  let dir: string;
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-owner-'));
    // A server of its own: on one where the application's role belongs to another owner, this one could not alter it.
    postgres = await startEmbedded({ dir: path.join(dir, 'postgres'), database: 'postgres', unsafe: 'test' });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query("create role quancheng login createrole password 'change-me'");
    for (const name of ['first', 'restored'])
      await client.query(`create database ${name} owner quancheng encoding 'UTF8' template template0`);
    await client.end();
  });
  afterAll(async () => {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  });

  function urlOf(database: string): string {
    const url = new URL(postgres.url);
    url.username = 'quancheng';
    url.password = 'change-me';
    url.pathname = `/${database}`;
    return url.href;
  }

  async function startAndStop(database: string): Promise<void> {
    const env = {
      PORT: '0',
      DATABASE_URL: urlOf(database),
      QC_DATA: path.join(dir, 'data'),
      QC_DEMO: 'on',
      QC_CITY: '_template',
    };
    const rest = { QC_DEMO_PEOPLE: '10', QC_WORKERS: '0', LOG_LEVEL: 'error' };
    const running = await startServer(loadConfig({ ...env, ...rest }, root));
    await running.stop();
  }

  it('starts, starts again, and is backed up and restored', { timeout: 180_000 }, async () => {
    await startAndStop('first');
    await startAndStop('first');
    const key = randomBytes(32).toString('base64');
    const filesDir = path.join(dir, 'data/files');
    const backup = path.join(dir, 'backup');
    const made = await makeBackup({
      ownerUrl: urlOf('first'),
      dir: backup,
      filesDir,
      version: 'test',
      secrets: null,
      key,
    });
    const report = await restoreBackup(await openBackup(backup, key), {
      ownerUrl: urlOf('restored'),
      filesDir,
    });
    expect(report.rows).toBe(made.tables.reduce((sum, { rows }) => sum + rows, 0));
    await startAndStop('restored');
  });
});
