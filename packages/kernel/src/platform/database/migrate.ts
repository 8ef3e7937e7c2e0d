import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { databaseErrors } from './errors.ts';

export interface MigrationReport {
  applied: string[];
  total: number;
}

/** Any fixed number: it names the advisory lock that lets one process migrate at a time. */
const lockKey = 20190930;

/**
 * Brings a database to the schema of `dir` (`NNNN_name.sql`, forward only). A migration runs in a
 * transaction of its own; its checksum is kept, so a changed file and a newer database are refused.
 * `through` names the last one to apply, so that data of an older release can be loaded as it was.
 */
export async function migrate(
  url: string,
  dir: string,
  { through }: { through?: string } = {},
): Promise<MigrationReport> {
  const files = await readMigrations(dir);
  const client = await connectClient(url);
  try {
    await checkServer(client);
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      `create table if not exists schema_migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const known = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration order by name',
    );
    refuseForeign(known.rows, files);
    const done = new Set(known.rows.map((row) => row.name));
    const applied: string[] = [];
    for (const file of files) {
      if (done.has(file.name) || (through !== undefined && file.name > through)) continue;
      await applyOne(client, file);
      applied.push(file.name);
    }
    return { applied, total: files.length };
  } finally {
    await client.end();
  }
}

export interface MigrationFile {
  name: string;
  text: string;
  checksum: string;
}

/** The migrations of a folder in their order, each with its SHA-256. */
export async function readMigrations(dir: string): Promise<MigrationFile[]> {
  const names = (await readdir(dir)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(dir, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function connectClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw databaseErrors.unreachable({
      reason: error instanceof Error ? error.message || error.name : String(error),
    });
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  );
  const row = rows[0];
  if (row && Number(row.version) < 150_000) throw databaseErrors.tooOld({ found: row.version });
  if (row && row.encoding !== 'UTF8') throw databaseErrors.encoding({ found: row.encoding });
}

function refuseForeign(rows: { name: string; checksum: string }[], files: MigrationFile[]): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of rows) {
    const file = byName.get(row.name);
    if (!file) throw databaseErrors.newer({ found: row.name, known: files.at(-1)?.name ?? '-' });
    if (file.checksum !== row.checksum) throw databaseErrors.changedMigration({ name: row.name });
  }
}

async function applyOne(client: pg.Client, file: MigrationFile): Promise<void> {
  try {
    await client.query('begin');
    await client.query(file.text);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      file.name,
      file.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${file.name} failed`, { cause: error });
  }
}
