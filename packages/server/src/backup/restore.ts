import { createHash } from 'node:crypto';
import { Duplex, type Writable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type pg from 'pg';
import { planTables, tableOf } from '@quancheng/kernel/data/catalogue';
import { migrate, readMigrations } from '@quancheng/kernel/platform/database';
import { localBlobs } from '@quancheng/kernel/platform/files';
import type { ResourceSource } from '@quancheng/pack-sdk';
import { migrations, prepareSchema } from '../prepare.ts';
import { recordBackup, withConnection } from './connection.ts';
import { backupErrors } from './errors.ts';
import { checkParts, type OpenBackup } from './folder.ts';
import type { BackupTable, Manifest } from './model.ts';
import { pourPart } from './parts.ts';
import { findAnyTable, inOrderOfReference, listTables, setSequences, writingOf } from './tables.ts';
import { unpackTar } from './tar.ts';

interface Options {
  ownerUrl: string;
  /** Where the files of the installation are to lie. */
  filesDir: string;
}

export interface RestoreReport {
  tables: number;
  rows: number;
  files: number;
  /** Migrations that are younger than the backup and ran after it was loaded. */
  upgraded: string[];
}

/**
 * Brings a checked backup into an empty database, as it was, and then up to this release. Nothing is written before
 * every part was found whole; the rows come in one transaction.
 * Errors: `backup.not-empty`, `.altered`, `.newer-version`, `.unknown-table`.
 */
export async function restoreBackup(
  backup: OpenBackup,
  { ownerUrl, filesDir }: Options,
): Promise<RestoreReport> {
  const { manifest } = backup;
  await withConnection(ownerUrl, refuseTaken);
  const known = await refuseNewer(manifest);
  await checkParts(backup);
  // Files go by their content: some too many do no harm if what follows fails.
  await restoreFiles(backup, filesDir);
  await migrate(ownerUrl, migrations, { through: known.last });
  await withConnection(ownerUrl, (client) => loadTables(client, backup));
  await prepareSchema(ownerUrl);
  const { version, madeAt, tables, files } = manifest;
  await recordBackup(ownerUrl, 'backup.restore', { version, madeAt });
  return {
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    files: files.count,
    upgraded: known.younger,
  };
}

async function refuseTaken(client: pg.Client): Promise<void> {
  const table = await findAnyTable(client);
  if (table !== undefined) throw backupErrors.notEmpty({ table });
}

/** The schema of the backup must be among those that this release went through. */
async function refuseNewer({
  migrations: applied,
  version,
}: Manifest): Promise<{ last: string; younger: string[] }> {
  const files = await readMigrations(migrations);
  const checksums = new Map(files.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of applied)
    if (checksums.get(name) !== checksum) throw backupErrors.newerVersion({ name, version });
  const last = applied.at(-1)?.name ?? '';
  return { last, younger: files.map(({ name }) => name).filter((name) => name > last) };
}

async function restoreFiles({ dir, manifest, cipher }: OpenBackup, filesDir: string): Promise<void> {
  const blobs = localBlobs(filesDir);
  const { part } = manifest.files;
  let whole = false;
  await pourPart(
    dir,
    part,
    cipher,
    sink(async (source) => {
      whole = await unpackTar(source, async ({ name, content }) => {
        if (createHash('sha256').update(content).digest('hex') !== name) throw backupErrors.altered({ part });
        await blobs.put(name, content);
      });
    }),
  );
  if (!whole) throw backupErrors.altered({ part });
}

/** The secrets of the installation that a backup holds; only an encrypted one does. */
export async function readSecrets({ dir, manifest, cipher }: OpenBackup): Promise<string | undefined> {
  if (manifest.secrets === null || cipher === null) return undefined;
  const found: Buffer[] = [];
  await pourPart(
    dir,
    manifest.secrets,
    cipher,
    sink(async (source) => {
      for await (const bytes of source) found.push(bytes);
    }),
  );
  return Buffer.concat(found).toString('utf8');
}

function sink(take: (source: AsyncIterable<Buffer>) => Promise<void>): Writable {
  return Duplex.from(take);
}

async function loadTables(client: pg.Client, backup: OpenBackup): Promise<void> {
  const { tables, sequences } = backup.manifest;
  await client.query('begin');
  await emptyTables(client);
  await skipTriggers(client);
  // Its rows say which tables the resources have.
  const resource = tables.find(({ name }) => name === 'resource');
  if (resource) await loadTable(client, backup, resource);
  await makeResourceTables(client, tables);
  const rest = tables.filter((table) => table !== resource);
  for (const table of await inOrderOfReference(client, rest)) await loadTable(client, backup, table);
  await setSequences(client, sequences);
  await client.query('commit');
  await client.query('analyze');
}

/** What the migrations put in themselves is in the backup as well. */
async function emptyTables(client: pg.Client): Promise<void> {
  const names = (await listTables(client)).map(({ name }) => `"${name}"`);
  await client.query(`truncate ${names.join(', ')}`);
}

/**
 * The rows kept every rule where they come from. An owner who may not say so has each reference checked again,
 * which takes longer.
 */
async function skipTriggers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `select has_parameter_privilege('session_replication_role', 'set') as may`,
  );
  if (rows[0]?.may === true) await client.query('set local session_replication_role = replica');
}

async function loadTable(client: pg.Client, { dir, cipher }: OpenBackup, table: BackupTable): Promise<void> {
  for (const month of table.months)
    await client.query('select qc_ensure_partitions($1, $2, 1)', [table.name, month]);
  const rows = client.query(copyFrom(writingOf(table)));
  await pourPart(dir, table.part, cipher, rows);
  if (rows.rowCount !== table.rows) throw backupErrors.altered({ part: table.part });
}

/**
 * The platform's own plan for the resources as they were, and columns that a schema has given up since: they stay
 * in the table, and so do their values.
 */
async function makeResourceTables(client: pg.Client, tables: readonly BackupTable[]): Promise<void> {
  const { rows } = await client.query<{ schema: ResourceSource }>('select schema from resource');
  const names = new Set(tables.map(({ name }) => name));
  // One that only queries other tables has none of its own.
  const resources = rows.map(({ schema }) => schema).filter(({ $id }) => names.has(tableOf($id)));
  for (const statement of await planTables(client, resources)) await client.query(statement);
  const live = new Map((await listTables(client)).map((table) => [table.name, table]));
  for (const { name, columns } of tables) {
    const found = live.get(name);
    if (!found) throw backupErrors.unknownTable({ table: name });
    const known = new Set(found.columns.map((column) => column.name));
    for (const column of columns.filter((each) => !known.has(each.name)))
      await client.query(`alter table "${name}" add column "${column.name}" ${column.type}`);
  }
}
