import pg from 'pg';
import { systemClock } from '@quancheng/kernel/platform/clock';
import { createUnitOfWork, system } from '@quancheng/kernel/platform/context';
import { connect } from '@quancheng/kernel/platform/database';

/** Lends a connection of the owner on which values are written the same way whatever the server's settings. */
export async function withConnection<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'quancheng backup' });
  client.on('error', () => undefined); // the statement that waits for it is told
  await client.connect();
  try {
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres';
      set extra_float_digits = 3; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Leaves in the audit log that all data was read or written at once. */
export async function recordBackup(
  ownerUrl: string,
  action: 'backup.make' | 'backup.restore',
  detail: Record<string, unknown>,
): Promise<void> {
  const database = connect({ url: ownerUrl, max: 1, onError: () => undefined });
  try {
    const unit = createUnitOfWork(database.db, systemClock);
    const actor = system('the operator of the machine makes or restores a backup');
    await unit.run({ actor }, async (ctx) => {
      ctx.record({ action, entity: 'backup', entityId: ctx.requestId, detail });
    });
  } finally {
    await database.close();
  }
}
