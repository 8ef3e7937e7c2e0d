import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { appUrl, connect, type Database } from '@quancheng/kernel/platform/database';

export interface TestDatabase extends Database {
  ownerUrl: string;
  /** Connection string of the application's role, as a server uses it. */
  url: string;
}

/** A migrated database of its own for one test file; `close` drops it. */
export function openTestDatabase(): Promise<TestDatabase> {
  return openDatabase(inject('template'));
}

/** The same without a table in it. */
export function openEmptyDatabase(): Promise<TestDatabase> {
  return openDatabase('template0');
}

async function openDatabase(template: string): Promise<TestDatabase> {
  const name = `qc_test_${randomBytes(6).toString('hex')}`;
  const server = inject('postgresUrl');
  await admin(server, `create database ${name} template ${template}`);
  const ownerUrl = new URL(server);
  ownerUrl.pathname = `/${name}`;
  const url = appUrl(ownerUrl.toString());
  const database = connect({ url, max: 10, onError: () => undefined });
  return {
    ...database,
    ownerUrl: ownerUrl.toString(),
    url,
    close: async () => {
      await database.close();
      await admin(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Two clones at once of one template would refuse each other, so a clone is tried again. */
async function admin(url: string, statement: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query(statement);
      return;
    } catch (error) {
      if (attempt >= 50 || (error as { code?: string }).code !== '55006') throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end();
    }
  }
}
