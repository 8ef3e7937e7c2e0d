import { sql, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { heldText, together, type Statement } from './held.ts';

/** Names that one process gives; a statement beyond them is planned each time, as it was before. */
const mostNames = 600;

const names = new Map<string, string>();

const anewMark = '/* planned anew */';

/**
 * Stands at the head of a statement whose best plan hangs on its values, as a search does on how rare its words are:
 * it is planned each time.
 */
export const plannedAnew = sql.raw(anewMark);

/**
 * A pool for the house's own way of working: the same few hundred statements over and over, many of them in
 * one short transaction. A connection parses and plans each statement once, `begin` travels with the first
 * statement of its transaction, and what is held (`held.ts`) with the `commit`: a round trip costs more than
 * most statements do.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => preparingClient(await pool.connect()),
    end: () => pool.end(),
  };
}

/** What a statement that has not been sent yet is answered with. */
const notYet = { command: '', rowCount: 0, rows: [] };

function preparingClient(client: pg.PoolClient): PostgresPoolClient {
  let stale = false;
  let opening = false;
  let held: Statement[] = [];

  async function query(text: string, values: readonly unknown[] = []): Promise<unknown> {
    const toHold = heldText(text);
    if (toHold !== undefined) {
      held.push({ text: toHold, values });
      return notYet;
    }
    if (text === 'begin') {
      opening = true;
      held = [];
      return notYet;
    }
    if (text === 'rollback') held = [];
    const before = [...(opening ? [{ text: 'begin', values: [] }] : []), ...together(held)];
    const isUnopened = before.length === 1 && opening && (text === 'commit' || text === 'rollback');
    opening = false;
    held = [];
    return isUnopened ? notYet : send([...before, { text, values }]);
  }

  /** Sends statements in one packet and answers the last; the first that failed is thrown. */
  async function send(statements: readonly Statement[]): Promise<unknown> {
    const { stream } = client.connection;
    stream.cork();
    const sent = statements.map(({ text, values }) => {
      const name = values.length > 0 && !text.startsWith(anewMark) ? nameOf(text) : undefined;
      return name === undefined
        ? client.query(text, [...values])
        : client.query({ name, text, values: [...values] });
    });
    stream.uncork();
    const answers = await Promise.allSettled(sent);
    const failed = answers.find((answer) => answer.status === 'rejected');
    // A table was altered under its plan: this connection's plans are thrown away with it.
    if ((failed?.reason as { code?: string } | undefined)?.code === '0A000') stale = true;
    if (failed) throw failed.reason;
    const last = answers.at(-1);
    const answer = last?.status === 'fulfilled' ? last.value : undefined;
    if (statements.at(-1)?.text === 'commit' && answer?.command === 'ROLLBACK') {
      throw new Error('the transaction had failed before its commit, so nothing of it was kept');
    }
    return answer;
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
