import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { withOwner } from './product.ts';

/** A statement as PostgreSQL received it. */
export interface Statement {
  /** Of the connection. */
  pid: string;
  text: string;
  /** Null for the simple protocol, as of `begin`. */
  params: (string | null)[] | null;
}

/** Writes down every statement that PostgreSQL receives while `work` runs. */
export async function traceStatements(dataDir: string, work: () => Promise<void>): Promise<Statement[]> {
  const file = await openFile(path.join(dataDir, 'postgres/postgres.log'));
  try {
    await withOwner(dataDir, (client) => setLogging(client, 'all'));
    const { size } = await file.stat();
    await work();
    await withOwner(dataDir, (client) => setLogging(client, 'none'));
    const after = (await file.stat()).size;
    const { buffer } = await file.read(Buffer.alloc(after - size), 0, after - size, size);
    return readStatements(buffer.toString('utf8'));
  } finally {
    await file.close();
  }
}

/** A running connection hears of the new setting between two statements. */
async function setLogging(client: pg.Client, value: 'all' | 'none'): Promise<void> {
  await client.query(`alter system set log_statement = '${value}'`);
  await client.query('select pg_reload_conf()');
  for (;;) {
    const { rows } = await client.query<{ value: string }>(
      `select current_setting('log_statement') as value`,
    );
    if (rows[0]?.value === value) break;
    await sleep(20);
  }
  await sleep(300);
}

const entry = /^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[(\d+)\] (LOG|DETAIL):  /;

export function readStatements(log: string): Statement[] {
  const statements: Statement[] = [];
  for (const { pid, kind, text } of readEntries(log)) {
    const sent = /^(?:execute [^:]+|statement): ([\s\S]*)$/.exec(text)?.[1];
    if (kind === 'LOG' && sent !== undefined) statements.push({ pid, text: sent, params: null });
    const params = kind === 'DETAIL' && /^Parameters: ([\s\S]*)$/.exec(text)?.[1];
    const last = statements.findLast((statement) => statement.pid === pid);
    if (params && last) last.params = readParams(params);
  }
  return statements;
}

function* readEntries(log: string): Generator<{ pid: string; kind: string; text: string }> {
  let current: { pid: string; kind: string; text: string } | undefined;
  for (const line of log.split('\n')) {
    const [head, pid, kind] = entry.exec(line) ?? [];
    if (head !== undefined && pid !== undefined && kind !== undefined) {
      if (current) yield current;
      current = { pid, kind, text: line.slice(head.length) };
    } else if (current && line.startsWith('\t')) current.text += `\n${line.slice(1)}`;
  }
  if (current) yield current;
}

/** `$1 = 'it''s', $2 = NULL` */
function readParams(text: string): (string | null)[] {
  return [...text.matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)].map(([, whole, quoted]) =>
    whole === 'NULL' ? null : (quoted ?? '').replaceAll("''", "'"),
  );
}

/**
 * The statements of one command: those that find its actor by `marks`, and the transaction in which
 * `work` is written.
 */
export function commandOf(
  statements: readonly Statement[],
  marks: readonly string[],
  work: string,
): Statement[] {
  const at = statements.findIndex(({ text }) => text.includes(work));
  const pid = statements[at]?.pid;
  const isOfIt = (statement: Statement): boolean => statement.pid === pid;
  const from = statements.findLastIndex(
    (statement, index) => index < at && isOfIt(statement) && /^begin/i.test(statement.text),
  );
  const until = statements.findIndex(
    (statement, index) => index > at && isOfIt(statement) && /^commit/i.test(statement.text),
  );
  if (at < 0 || from < 0 || until < 0) throw new Error(`no transaction with «${work}» in the log`);
  const finding = statements
    .slice(0, from)
    .filter(({ params }) => params?.some((param) => param !== null && marks.includes(param)));
  return [...finding, ...statements.slice(from, until + 1).filter(isOfIt)];
}
