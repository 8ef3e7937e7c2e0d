import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { preparing } from './prepared.ts';
import type { DB } from './schema/index.gen.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface Database {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

// Dates stay civil dates, 64-bit counts stay exact up to 2^53; an instant becomes a Date.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));

/**
 * Opens a pool. `onError` hears of connections that broke by themselves, as when PostgreSQL restarts;
 * without it such an event would end the process.
 */
export function connect(options: {
  url: string;
  max?: number;
  application?: string;
  /** How long one statement may take; without end where none is given, as for imports. */
  statementMs?: number;
  onError: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 20,
    application_name: options.application ?? 'quancheng',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    // Statements are sent one behind the other only where `prepared.ts` does so.
    pipeline: true,
    ...(options.statementMs === undefined ? {} : { statement_timeout: options.statementMs }),
  });
  pool.on('error', options.onError);
  // The pool listens to idle connections only: one that breaks between two statements of a transaction
  // would otherwise end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: preparing(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { db, pool, close: () => db.destroy() };
}
