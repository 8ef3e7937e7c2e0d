import type { Context } from '../../platform/context/index.ts';
import { listAccessRecords, type AccessRecordRow, type IdRange, type LookReader } from './store.ts';

/** Looks that say the same within one hour of the clock, as one line: opening a page and acting on it are two requests. */
export interface LookLine {
  /** The newest of them. */
  newest: AccessRecordRow;
  /** Instant of the oldest. */
  first: Date;
  times: number;
}

const hourMs = 3_600_000;
const batch = 200;
/** Looks that one page reads: a company has hours with more of them, and a line then says how many there are at least. */
const mostRows = 2000;

/**
 * A page of at most `limit` lines, newest first; `cursor` is the `next` of the page before. A line holds all looks
 * of its hour, also those that stand after the last line of its page: the next page passes them by.
 */
export async function listLookLines(
  ctx: Context,
  reader: LookReader,
  limit: number,
  cursor: string | null,
): Promise<{ lines: LookLine[]; next: string | null }> {
  const shown = new Set<string>();
  if (cursor !== null) {
    const range = { from: cursor, before: firstIdOf(hourOf(cursor) + 1) };
    for await (const row of readRows(ctx, reader, range)) shown.add(keyOf(row));
  }
  const lines = new Map<string, LookLine>();
  let last: AccessRecordRow | undefined;
  let hasMore = false;
  let read = 0;
  let end: string | null = null;
  for await (const row of readRows(ctx, reader, { from: null, before: cursor })) {
    read += 1;
    end = row.id;
    if (hasMore && last && hourOf(row.id) < hourOf(last.id)) break;
    const key = keyOf(row);
    const line = lines.get(key);
    if (line) lines.set(key, { ...line, first: row.at, times: line.times + 1 });
    else if (shown.has(key)) continue;
    else if (lines.size === limit) hasMore = true;
    else {
      lines.set(key, { newest: row, first: row.at, times: 1 });
      last = row;
    }
  }
  if (hasMore && last) return { lines: [...lines.values()], next: last.id };
  return { lines: [...lines.values()], next: read < mostRows ? null : end };
}

async function* readRows(
  ctx: Context,
  reader: LookReader,
  { from, before }: IdRange,
): AsyncGenerator<AccessRecordRow> {
  let end = before;
  for (let read = 0; read < mostRows; read += batch) {
    const rows = await listAccessRecords(ctx, reader, { from, before: end }, batch);
    yield* rows;
    if (rows.length < batch) return;
    end = rows.at(-1)?.id ?? end;
  }
}

/** What looks of one line have in common. */
function keyOf(row: AccessRecordRow): string {
  const { subjectId, actorKind, accountId, actorName, postId, purpose, resource, fields, caseNumber } = row;
  const who = [actorKind, accountId, actorName, postId];
  const what = [subjectId, purpose, resource, fields, caseNumber];
  // Where the clock is not that of the ids, as in a demo that is filled at once, both must agree.
  return JSON.stringify([who, what, hourOf(row.id), Math.floor(row.at.getTime() / hourMs)]);
}

/** Hours since 1970 in which a UUIDv7 was made; rows come in the order of their ids, so only these bound a page. */
function hourOf(id: string): number {
  return Math.floor(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / hourMs);
}

function firstIdOf(hour: number): string {
  const time = (hour * hourMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
