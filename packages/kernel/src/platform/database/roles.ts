import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const role = 'qc_app';

/** Append-only tables: the application may add and read rows, never change them. */
const appendOnly = [
  'audit_log',
  'access_record',
  'outbox',
  'schema_migration',
  'licence_change',
  'seal_use',
  'licence_use',
  'exchange_look',
];

/**
 * The application's own connection string. Its password follows from the owner's, so that several
 * servers over one database agree on it and nothing has to be stored.
 */
export function appUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = createHash('sha256')
    .update(`qc_app:${decodeURIComponent(new URL(ownerUrl).password)}`)
    .digest('hex');
  return url.toString();
}

/**
 * Makes or updates the role of the application: it runs no DDL and cannot change audit rows. Roles belong to
 * the whole server, so servers over several databases can meet here: then the later one tries again.
 */
export async function ensureAppRole(ownerUrl: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await grantAppRole(ownerUrl);
      return;
    } catch (error) {
      if (attempt >= 20 || !metAnother(error)) throw error;
      await sleep(50 + 50 * attempt);
    }
  }
}

/** `tuple concurrently updated` has no code of its own; two creations of a role meet at its unique name. */
function metAnother(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    (code === 'XX000' && /concurrently updated/.test(message ?? '')) || code === '23505' || code === '42710'
  );
}

async function grantAppRole(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    const password = client.escapeLiteral(decodeURIComponent(new URL(appUrl(ownerUrl)).password));
    const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    // `nosuperuser` is what a new role is; to say so of one that is there takes a superuser.
    await client.query(`${found.rowCount ? 'alter' : 'create'} role ${role} login password ${password}`);
    await client.query(`grant usage on schema public to ${role}`);
    await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
    await client.query(`grant usage on all sequences in schema public to ${role}`);
    await client.query(`grant execute on all functions in schema public to ${role}`);
    await client.query(`revoke update, delete, truncate on ${appendOnly.join(', ')} from ${role}`);
    await client.query(`revoke insert on schema_migration from ${role}`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}
