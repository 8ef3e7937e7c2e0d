import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type pg from 'pg';
import { createCipher, type Cipher } from './cipher.ts';
import { recordBackup, withConnection } from './connection.ts';
import { backupErrors } from './errors.ts';
import { writeManifest } from './folder.ts';
import { backupFormat, type BackupTable, type Manifest, type Part } from './model.ts';
import { writePart } from './parts.ts';
import { listSequences, listTables, readingOf, type LiveTable } from './tables.ts';
import { packTar, type TarEntry } from './tar.ts';

interface Options {
  ownerUrl: string;
  /** Folder of the backup: new or empty. */
  dir: string;
  /** Where the files of the installation lie. */
  filesDir: string;
  version: string;
  /** Kept only where a key is given. */
  secrets: unknown;
  key: string | null;
}

/** Connections that read the same snapshot at once: the largest table is one lane's whole work. */
const lanes = 3;

/**
 * Writes everything of an installation into a folder while it serves: all tables as of one instant, and the files
 * that they name. Errors: `backup.folder-taken`.
 */
export async function makeBackup(options: Options): Promise<Manifest> {
  const { dir, ownerUrl, key } = options;
  await claimFolder(dir);
  const cipher = key === null ? null : await createCipher(key);
  // Before the snapshot, so that the backup tells of itself.
  await recordBackup(ownerUrl, 'backup.make', { encrypted: cipher !== null });
  return withConnection(ownerUrl, async (client) => {
    await client.query('begin isolation level repeatable read, read only');
    const head = await readHead(client);
    const tables = (await listTables(client)).toSorted((a, b) => b.bytes - a.bytes);
    const work: ((client: pg.Client) => Promise<Part>)[] = [];
    const found: BackupTable[] = [];
    for (const table of tables) work.push((reader) => copyTable(reader, table, options, cipher, found));
    const lost: string[] = [];
    let count = 0;
    work.unshift((reader) => {
      const files = readFiles(reader, options.filesDir, lost);
      const counted = packTar(tally(files, () => (count += 1)));
      return writePart(dir, 'files.tar.zst', Readable.from(counted), cipher);
    });
    const parts = await inLanes(ownerUrl, head.snapshot, work);
    const secrets = cipher === null ? null : await writeSecrets(options, cipher);
    const manifest: Manifest = {
      format: backupFormat,
      version: options.version,
      ...head.facts,
      tables: found.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      sequences: await listSequences(client),
      files: { part: parts[0]?.name ?? '', count, lost },
      secrets: secrets?.name ?? null,
      encryption: cipher && { cipher: 'AES-256-GCM in chunks', salt: cipher.salt, check: cipher.check },
      parts: [...parts, ...(secrets ? [secrets] : [])],
    };
    await client.query('commit');
    await writeManifest(dir, manifest, cipher);
    return manifest;
  });
}

async function claimFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw backupErrors.folderTaken({ dir });
}

type Facts = Pick<Manifest, 'madeAt' | 'postgres' | 'city' | 'demo' | 'migrations'>;

async function readHead(client: pg.Client): Promise<{ snapshot: string; facts: Facts }> {
  const { rows } = await client.query<{
    snapshot: string;
    madeAt: Date;
    postgres: string;
    city: string | null;
    demo: boolean;
  }>(
    `select pg_export_snapshot() as snapshot, now() as "madeAt", current_setting('server_version') as postgres,
       (select value #>> '{}' from setting where key = 'city') as city,
       coalesce((select value = 'true' from setting where key = 'demo'), false) as demo`,
  );
  const [head] = rows;
  if (!head) throw new Error('PostgreSQL exported no snapshot');
  const migrations = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by name',
  );
  const { snapshot, madeAt, ...facts } = head;
  return { snapshot, facts: { ...facts, madeAt: madeAt.toISOString(), migrations: migrations.rows } };
}

/** Shares the work among connections that all see the snapshot; the answers stand in the order of the work. */
async function inLanes(
  ownerUrl: string,
  snapshot: string,
  work: readonly ((client: pg.Client) => Promise<Part>)[],
): Promise<Part[]> {
  const parts: Part[] = [];
  const waiting = [...work.entries()];
  const lane = (): Promise<void> =>
    withConnection(ownerUrl, async (client) => {
      await client.query('begin isolation level repeatable read, read only');
      await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`);
      for (let next = waiting.shift(); next; next = waiting.shift()) parts[next[0]] = await next[1](client);
    });
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    waiting.length = 0; // one lane failed: the others end with what they have in hand
  }
  return parts;
}

async function copyTable(
  client: pg.Client,
  table: LiveTable,
  { dir }: Options,
  cipher: Cipher | null,
  found: BackupTable[],
): Promise<Part> {
  const rows = client.query(copyTo(readingOf(table)));
  const part = await writePart(dir, `tables/${table.name}.copy.zst`, rows, cipher);
  await client.query('select'); // the count comes after the last row; the next answer comes after both
  const { name, columns, months } = table;
  found.push({ name, columns, months, rows: rows.rowCount, part: part.name });
  return part;
}

/** Content of every file that the snapshot names, once; what the store lost or damaged is told and left out. */
async function* readFiles(client: pg.Client, filesDir: string, lost: string[]): AsyncGenerator<TarEntry> {
  for (let after = ''; ;) {
    const { rows } = await client.query<{ hash: string }>(
      'select distinct hash from file where hash > $1 order by hash limit 1000',
      [after],
    );
    for (const { hash } of rows) {
      const content = await readFile(path.join(filesDir, hash.slice(0, 2), hash)).catch(() => undefined);
      if (content && createHash('sha256').update(content).digest('hex') === hash)
        yield { name: hash, content };
      else lost.push(hash);
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.hash;
  }
}

async function* tally<T>(entries: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const entry of entries) {
    count();
    yield entry;
  }
}

function writeSecrets({ dir, secrets }: Options, cipher: Cipher): Promise<Part> {
  return writePart(dir, 'secrets.json.zst', Readable.from([Buffer.from(JSON.stringify(secrets))]), cipher);
}
