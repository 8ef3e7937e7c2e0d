import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Names that one process gives; a statement beyond them is planned each time, as it was before. */
const mostNames = 600;

const names = new Map<string, string>();

/**
 * A pool whose statements are prepared: a connection parses and plans each of them once. The house runs the
 * same few hundred statements over and over, and planning costs as much as running most of them.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => preparingClient(await pool.connect()),
    end: () => pool.end(),
  };
}

function preparingClient(client: pg.PoolClient): PostgresPoolClient {
  let stale = false;
  async function query(text: unknown, values?: readonly unknown[]): Promise<unknown> {
    const name = typeof text === 'string' && values && values.length > 0 ? nameOf(text) : undefined;
    try {
      return await (name === undefined
        ? client.query(text as string, values as unknown[])
        : client.query({ name, text: text as string, values: [...(values ?? [])] }));
    } catch (error) {
      // A table was altered under its plan: this connection's plans are thrown away with it.
      if ((error as { code?: string }).code === '0A000') stale = true;
      throw error;
    }
  }
  return {
    query,
    release: (destroy?: boolean) => client.release(destroy === true || stale),
  } as PostgresPoolClient;
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostNames) return undefined;
  const name = `q${names.size}`;
  names.set(text, name);
  return name;
}
