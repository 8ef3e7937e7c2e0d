import { createHash } from 'node:crypto';
import { sql } from '../../../platform/database/index.ts';
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
  text: string;
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
  for (const draft of drafts) {
    const newest = known.get(draft.code);
    if (newest?.hash === draft.hash) report.unchanged += 1;
    else if (newest?.state === 'draft') {
      await updateDraft(ctx, newest.id, draft);
      report.updated += 1;
    } else {
      await insertDraft(
        ctx,
        draft,
        (newest?.version ?? 0) + 1,
        agencies.get(draft.agencyCode) ?? null,
        origin,
      );
      if (newest) report.updated += 1;
      else report.created += 1;
    }
  }
  ctx.record({ action: 'item.import', entity: 'item', entityId: origin, detail: { rows: rows.length } });
}

function draftOf(mapped: MappedRow, row: SourceRow): Draft {
  // The row stands beside what was read of it, so that nothing of the source is lost.
  const text = JSON.stringify({ ...mapped.content, imported: row.cells });
  const defects = auditItem(mapped.content);
  if (!isImplementationCode(mapped.code)) {
    defects.push({
      rule: 'implementation-code',
      field: 'code',
      text: { zh: '实施编码应为 31 或 33 位。', en: 'The implementation code has 31 or 33 characters.' },
    });
  }
  return { ...mapped, text, hash: createHash('sha256').update(text).digest('hex'), defects };
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

function columnsOf(draft: Draft) {
  const document = searchDocument(
    draft.content.name ? { ...draft.content, name: draft.name } : { name: draft.name },
    draft.agencyName,
  );
  return {
    name: draft.name,
    agencyName: draft.agencyName || '—',
    divisionCode: draft.division || null,
    caseType: draft.content.caseType ?? '',
    itemType: draft.content.type ?? '',
    content: draft.text,
    hash: draft.hash,
    defects: JSON.stringify(draft.defects),
    search: sql<string>`${document.vector}::tsvector`,
    grams: document.grams,
  };
}

async function updateDraft(ctx: Context, id: string, draft: Draft): Promise<void> {
  await ctx.tx
    .updateTable('itemVersion')
    .set((eb) => ({ ...columnsOf(draft), rowVersion: eb('rowVersion', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

async function insertDraft(
  ctx: Context,
  draft: Draft,
  version: number,
  agencyId: string | null,
  origin: string,
): Promise<void> {
  await ctx.tx
    .insertInto('itemVersion')
    .values({
      id: newId(),
      code: draft.code,
      version,
      state: 'draft',
      agencyId,
      origin,
      createdAt: ctx.now,
      ...columnsOf(draft),
    })
    .execute();
}
