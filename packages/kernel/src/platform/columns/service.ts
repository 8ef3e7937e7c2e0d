import { randomBytes } from 'node:crypto';
import {
  createSecretCache,
  isAltered,
  mac,
  newSealSecret,
  open,
  seal,
  type Master,
} from '../crypto/index.ts';
import { sql, type Db, type Tx } from '../database/index.ts';
import { columnErrors } from './errors.ts';
import { aboutOf, type ColumnKey, type SealedColumn, type SealedValue } from './model.ts';

/**
 * Encrypts columns, and finds rows by them. Errors of all: those of the master key's store, `column.unreadable`.
 * `db` is the transaction of the caller, where there is one.
 */
export interface Columns {
  seal(db: Db | Tx, column: SealedColumn, id: string, text: string): Promise<SealedValue>;
  /** `id` is that of the row for which it was sealed. */
  open(db: Db | Tx, column: SealedColumn, id: string, sealed: Buffer): Promise<string>;
  /** What the index column of a row with this text holds, whichever version of the key wrote it. */
  indexesOf(tx: Tx, column: SealedColumn, text: string): Promise<Buffer[]>;
}

/** What keeps the columns of a database: their keys, too. */
export interface ColumnKeeper extends Columns {
  /** Makes the first key of a database. */
  prepare(tx: Tx, now: Date): Promise<void>;
  /** A new key encrypts from now on. */
  addKey(tx: Tx, now: Date): Promise<number>;
  /** As `seal` and `open`, for whoever knows what a value is bound to. */
  sealAs(db: Db | Tx, column: SealedColumn, about: string, text: string): Promise<SealedValue>;
  openAs(db: Db | Tx, about: string, sealed: Buffer): Promise<string>;
  /** Forgets keys that are gone from the database. */
  forget(): void;
}

const versionBytes = 4;
const sealBytes = 48;
const indexKeyBytes = 32;
/** Of 32: too long for two values to meet by chance, and nothing that a longer one would add. */
const indexBytes = 16;
/** How long another server may go on encrypting by the former key after a change. */
const ringMs = 60_000;

export const columnKeyAad = (version: number): Buffer => Buffer.from(`columns/${version}`);

export function createColumns({ master }: { master: Master }): ColumnKeeper {
  const cache = createSecretCache();
  let ring = new Map<number, ColumnKey>();
  let readAt = -Infinity;

  async function readRing(db: Db | Tx): Promise<void> {
    const keys = await listColumnKeys(db);
    ring = new Map(keys.map((key) => [key.version, key]));
    readAt = performance.now();
  }

  async function currentVersion(db: Db | Tx): Promise<number> {
    if (ring.size === 0 || performance.now() - readAt > ringMs) await readRing(db);
    return Math.max(...ring.keys());
  }

  async function lend<T>(db: Db | Tx, version: number, work: (secret: Buffer) => T): Promise<T> {
    if (!ring.has(version)) await readRing(db); // another server changed the key
    const key = ring.get(version);
    if (!key) throw columnErrors.unreadable();
    const load = () => master.unwrap(key.wrapped, columnKeyAad(version));
    try {
      return await cache.lend(String(version), load, work);
    } catch (error) {
      throw isAltered(error) ? columnErrors.unreadable() : error;
    }
  }

  async function sealAs(
    db: Db | Tx,
    column: SealedColumn,
    about: string,
    text: string,
  ): Promise<SealedValue> {
    const version = await currentVersion(db);
    const head = headOf(version);
    return lend(db, version, (secret) => ({
      sealed: Buffer.concat([
        head,
        seal('SM4', secret.subarray(0, sealBytes), Buffer.from(text), aadOf(head, about)),
      ]),
      index: column.normalise ? indexBy(secret, column, column.normalise(text)) : null,
    }));
  }

  function openAs(db: Db | Tx, about: string, sealed: Buffer): Promise<string> {
    if (sealed.length <= versionBytes) throw columnErrors.unreadable();
    const head = sealed.subarray(0, versionBytes);
    return lend(db, head.readUInt32BE(), (secret) =>
      open('SM4', secret.subarray(0, sealBytes), sealed.subarray(versionBytes), aadOf(head, about)).toString(
        'utf8',
      ),
    );
  }

  async function indexesOf(tx: Tx, column: SealedColumn, text: string): Promise<Buffer[]> {
    const normal = column.normalise?.(text);
    if (normal === undefined) throw new Error(`${column.table}.${column.name} is not searched`);
    // Whoever adds a key waits for those who search without it: no row is written by a key that a search does not know.
    const { rows } = await sql<{ version: number }>`
      select version from column_key order by version for share`.execute(tx);
    if (rows.some(({ version }) => !ring.has(version))) await readRing(tx);
    return Promise.all(
      rows.map(({ version }) => lend(tx, version, (secret) => indexBy(secret, column, normal))),
    );
  }

  async function addKey(tx: Tx, now: Date): Promise<number> {
    // Waits for whoever searches, and lets no two be added at once.
    const { rows } = await sql<{ version: number }>`
      select version from column_key order by version for update`.execute(tx);
    const version = (rows.at(-1)?.version ?? 0) + 1;
    const doneAt = rows.length === 0 ? now : null;
    const secret = Buffer.concat([newSealSecret('SM4'), randomBytes(indexKeyBytes)]);
    const wrapped = await master.wrap(secret, columnKeyAad(version));
    secret.fill(0);
    await sql`insert into column_key (version, wrapped, created_at, done_at)
      values (${version}, ${wrapped}, ${now}, ${doneAt}) on conflict do nothing`.execute(tx);
    readAt = -Infinity;
    return version;
  }

  return {
    seal: (db, column, id, text) => sealAs(db, column, aboutOf(column, id), text),
    open: async (db, column, id, sealed) => openAs(db, aboutOf(column, id), sealed),
    indexesOf,
    prepare: async (tx, now) => {
      if ((await listColumnKeys(tx)).length === 0) await addKey(tx, now);
    },
    addKey,
    sealAs,
    openAs: async (db, about, sealed) => openAs(db, about, sealed),
    forget: () => {
      cache.forget('');
      ring.clear();
    },
  };
}

/** In the order of their making; the last one encrypts. */
export async function listColumnKeys(db: Db | Tx): Promise<ColumnKey[]> {
  return db
    .selectFrom('columnKey')
    .select(['version', 'wrapped', 'createdAt', 'doneAt'])
    .orderBy('version')
    .execute();
}

/** Wraps the keys of the columns by another master key, and answers how many there were. */
export async function rewrapColumnKeys(tx: Tx, from: Master, to: Master): Promise<number> {
  const keys = await listColumnKeys(tx);
  for (const { version, wrapped } of keys) {
    const secret = await from.unwrap(wrapped, columnKeyAad(version));
    const anew = await to.wrap(secret, columnKeyAad(version));
    secret.fill(0);
    await tx.updateTable('columnKey').set({ wrapped: anew }).where('version', '=', version).execute();
  }
  return keys.length;
}

function headOf(version: number): Buffer {
  const head = Buffer.alloc(versionBytes);
  head.writeUInt32BE(version);
  return head;
}

function aadOf(head: Buffer, about: string): Buffer {
  return Buffer.concat([head, Buffer.from(about)]);
}

/** The same text has another index in each column: two tables cannot be joined by it. */
function indexBy(secret: Buffer, { table, name }: SealedColumn, normal: string): Buffer {
  const about = Buffer.from(`${table}.${name}\0${normal}`);
  return mac('HMAC-SM3', secret.subarray(sealBytes), about).subarray(0, indexBytes);
}
