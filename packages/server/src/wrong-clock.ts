import pg from 'pg';
import { configErrors } from './config/index.ts';

/** Further apart than any network or busy machine explains, and far less than a term of law. */
const mostSeconds = 60;

/**
 * One clock that is wrong would fire timers early and date decisions falsely. Servers over one database are
 * each compared with it, and so with each other. Errors: `config.clock`.
 */
export async function refuseWrongClock(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined); // the statement that waits for it is told
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    const seconds = Math.round(Math.abs(Date.now() - (rows[0]?.at.getTime() ?? 0)) / 1000);
    if (seconds > mostSeconds) throw configErrors.clock({ seconds });
  } finally {
    await client.end();
  }
}
