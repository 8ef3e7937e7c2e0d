import { createHash } from 'node:crypto';
import { insertRows, sql } from '../../../platform/database/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import { newId } from '../../../platform/ids/index.ts';
import { listAgencies } from '../../../subject/organisation/index.ts';
import { auditItem, type Defect } from '../audit.ts';
import { isImplementationCode } from '../codes.ts';
import { searchDocument } from '../search.ts';
import { mapRow, type ImportMapping, type MappedRow } from './mapping.ts';
import type { SourceRow } from './read.ts';

export interface RejectedRow {
  row: number;
  reason: string;
}

/** The first four add up to the rows read. */
export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  withDefects: number;
  /** The first thousand; all of them are in the quarantine. */
  rejectedRows: RejectedRow[];
}

const batchSize = 500;

/**
 * Takes rows as drafts, which the public never sees, with their defects. The same file again changes
 * nothing; a bad row goes to the quarantine with its reason, and none is lost. One transaction a batch,
 * so that a large list neither holds locks for long nor grows in memory.
 */
export async function importItems(
  run: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>,
  rows: AsyncIterable<SourceRow>,
  options: { origin: string; mapping: ImportMapping },
): Promise<ImportReport> {
  const report: ImportReport = {
    created: 0,
    updated: 0,
    unchanged: 0,
    rejected: 0,
    withDefects: 0,
    rejectedRows: [],
  };
  const seen = new Set<string>();
  let batch: SourceRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const part = batch;
    batch = [];
    await run((ctx) => takeBatch(ctx, part, options, seen, report));
  };
  for await (const row of rows) {
    batch.push(row);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return report;
}

interface Draft extends MappedRow {
  hash: string;
  /** The row stands beside what was read of it, so that nothing of the source is lost. */
  stored: object;
  defects: Defect[];
}

async function takeBatch(
  ctx: Context,
  rows: readonly SourceRow[],
  { origin, mapping }: { origin: string; mapping: ImportMapping },
  seen: Set<string>,
  report: ImportReport,
): Promise<void> {
  const drafts: Draft[] = [];
  for (const row of rows) {
    const mapped = mapRow(row.cells, mapping);
    const problem =
      typeof mapped === 'string'
        ? mapped
        : seen.has(mapped.code)
          ? '编码在本文件中重复 / the code occurs twice in this file'
          : null;
    if (problem !== null) await quarantine(ctx, origin, row, problem, report);
    else if (typeof mapped !== 'string') {
      seen.add(mapped.code);
      drafts.push(draftOf(mapped, row));
    }
  }
  report.withDefects += drafts.filter(({ defects }) => defects.length > 0).length;
  const known = await newestOf(
    ctx,
    drafts.map(({ code }) => code),
  );
  const agencies = new Map((await listAgencies(ctx.tx)).map((agency) => [agency.code, agency.id]));
  const changed: Record<string, unknown>[] = [];
  for (const draft of drafts) {
    const newest = known.get(draft.code);
    if (newest?.hash === draft.hash) {
      report.unchanged += 1;
      continue;
    }
    const version = newest?.state === 'draft' ? newest.version : (newest?.version ?? 0) + 1;
    const agencyId = agencies.get(draft.agencyCode) ?? null;
    changed.push({ id: newId(), version, agency_id: agencyId, origin, created_at: ctx.now, ...rowOf(draft) });
    if (newest) report.updated += 1;
    else report.created += 1;
  }
  await saveDrafts(ctx, changed);
  ctx.record({ action: 'item.import', entity: 'item', entityId: origin, detail: { rows: rows.length } });
}

function draftOf(mapped: MappedRow, row: SourceRow): Draft {
  const stored = { ...mapped.content, imported: row.cells };
  const hash = createHash('sha256').update(JSON.stringify(stored)).digest('hex');
  const defects = auditItem(mapped.content);
  if (!isImplementationCode(mapped.code)) {
    defects.push({
      rule: 'implementation-code',
      field: 'code',
      text: { zh: '实施编码应为 31 或 33 位。', en: 'The implementation code has 31 or 33 characters.' },
    });
  }
  return { ...mapped, stored, hash, defects };
}

async function quarantine(
  ctx: Context,
  origin: string,
  row: SourceRow,
  reason: string,
  report: ImportReport,
): Promise<void> {
  report.rejected += 1;
  if (report.rejectedRows.length < 1000) report.rejectedRows.push({ row: row.number, reason });
  const content = JSON.stringify(row.cells);
  await ctx.tx
    .insertInto('itemQuarantine')
    .values({ id: newId(), origin, rowNumber: row.number, content, reason, createdAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['origin', 'rowNumber']).doUpdateSet({ content, reason }))
    .execute();
}

interface Newest {
  id: string;
  code: string;
  version: number;
  state: string;
  hash: string;
}

async function newestOf(ctx: Context, codes: readonly string[]): Promise<Map<string, Newest>> {
  const { rows } = await sql<Newest>`
    select distinct on (code) id, code, version, state, hash from item_version
    where code = any(${[...codes]}) order by code, version desc`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.code, row]));
}

/** What a row of the source says, as columns. */
function rowOf(draft: Draft) {
  const { code, name, content } = draft;
  const document = searchDocument(content.name ? { ...content, name } : { name }, draft.agencyName);
  return {
    code,
    state: 'draft',
    name,
    agency_name: draft.agencyName || '—',
    division_code: draft.division || null,
    case_type: content.caseType ?? '',
    item_type: content.type ?? '',
    content: draft.stored,
    hash: draft.hash,
    defects: draft.defects,
    search: document.vector,
    grams: document.grams,
  };
}

const taken = ['name', 'agency_name', 'division_code', 'case_type', 'item_type', 'content', 'hash'];
const derived = ['defects', 'search', 'grams'];

/** New drafts, and the same draft where its row has changed: one statement for all. */
async function saveDrafts(ctx: Context, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const set = sql.join(
    [...taken, ...derived].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`),
  );
  await sql`${insertRows('item_version', rows)} on conflict (code, version)
    do update set ${set}, row_version = item_version.row_version + 1`.execute(ctx.tx);
}
