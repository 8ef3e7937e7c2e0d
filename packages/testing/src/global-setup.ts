import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureAppRole, migrate } from '@quancheng/kernel/platform/database';
import { root, startEmbedded } from '@quancheng/server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Owner of the server on which tests clone their databases. */
    postgresUrl: string;
    /** Name of the migrated template. */
    template: string;
  }
}

/** Starts one PostgreSQL for the whole run, or takes `TEST_DATABASE_URL`, and migrates the template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-test-'));
  const postgres = given ? null : await startEmbedded({ dir, database: 'postgres', unsafe: 'test' });
  const url = given ?? postgres?.url ?? '';
  const template = `qc_template_${process.pid}`;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${template} template template0 encoding 'UTF8'`);
  await client.end();
  const templateUrl = databaseUrl(url, template);
  await migrate(templateUrl, path.join(root, 'db/migrations'));
  await ensureAppRole(templateUrl);
  project.provide('postgresUrl', url);
  project.provide('template', template);
  return async () => {
    await postgres?.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
