import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../../../../server/src/postgres/index.ts';
import { connect, migrate, type Database } from '../../platform/database/index.ts';

/** A migrated database of its own for one test file. */
export async function openTestDatabase(): Promise<Database> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-processes-'));
  const postgres = await startEmbedded({ dir, database: 'test', unsafe: 'test' });
  await migrate(postgres.url, path.resolve(import.meta.dirname, '../../../../../db/migrations'));
  const database = connect({ url: postgres.url, onError: () => undefined });
  return {
    ...database,
    close: async () => {
      await database.close();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
