import { createHash } from 'node:crypto';
import pg from 'pg';

const role = 'qc_app';

/** Append-only tables: the application may add and read rows, never change them. */
const appendOnly = ['audit_log', 'access_record', 'outbox', 'schema_migration'];

/**
 * The application's own connection string. Its password follows from the owner's, so that several
 * servers over one database agree on it and nothing has to be stored.
 */
export function appUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = createHash('sha256').update(`qc_app:${decodeURIComponent(new URL(ownerUrl).password)}`).digest('hex');
  return url.toString();
}

/** Makes or updates the role of the application: it runs no DDL and cannot change audit rows. */
export async function ensureAppRole(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(20190931)');
    const password = client.escapeLiteral(decodeURIComponent(new URL(appUrl(ownerUrl)).password));
    const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    await client.query(`${found.rowCount ? 'alter' : 'create'} role ${role} login nosuperuser password ${password}`);
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
