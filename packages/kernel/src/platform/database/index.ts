export { connect, type Database, type Db, type Tx } from './connect.ts';
export { migrate, readMigrations, type MigrationReport } from './migrate.ts';
export { ensureAppRole, appUrl } from './roles.ts';
export { hold } from './held.ts';
export { insertRows } from './rows.ts';
export { databaseErrors } from './errors.ts';
export type { DB } from './schema/index.gen.ts';
export { sql } from 'kysely';
export { plannedAnew } from './prepared.ts';
