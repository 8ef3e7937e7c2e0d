import { sql } from '../../platform/database/index.ts';
import { asPerson, postsOf, purposes, type Context, type PurposeCode } from '../../platform/context/index.ts';
import { recordAccess, type Look } from '../../subject/access/index.ts';
import type { CaseRow } from './model.ts';
import { coveringPosts, isFiledAtWindow } from './parts.ts';
import { findReadable, standingOf } from './standing.ts';

/** Someone who fetches papers of a case, as its record names them. */
export interface CaseReading {
  /** Who they are there: under which posts, and for which purpose. */
  as: Context;
  row: CaseRow;
  /** Acts for the applicant, whose alone the paper is to them. */
  isForApplicant: boolean;
}

/** Papers of a case; what of them is named beside the resource: a material, the kind of a notice. */
export type CasePaper = 'case-material' | 'case-notice';

/** As whom the caller reads the papers of a case; undefined where they may not. */
export async function findCaseReading(ctx: Context, caseId: string): Promise<CaseReading | undefined> {
  const row = await findReadable(ctx, caseId);
  return row && readingOf(ctx, row);
}

/**
 * As whom the caller reads a material, by the first case that shows it to them. Whoever uploaded it keeps it when
 * the case is closed to them, and is recorded all the same.
 */
export async function findMaterialReading(
  ctx: Context,
  file: { id: string; accountId: string | null },
): Promise<{ record(): void } | undefined> {
  const { rows } = await sql<CaseRow>`
    select * from service_case c where materials @> ${JSON.stringify([{ fileId: file.id }])}::jsonb
    order by id limit 20`.execute(ctx.tx);
  const isOwn = ctx.actor.kind === 'account' && file.accountId === ctx.actor.accountId;
  for (const { id } of rows) {
    const reading = await findCaseReading(ctx, id);
    if (reading) return recorderOf(reading, file.id);
  }
  const [row] = rows;
  const reading = isOwn && row ? await readingOf(ctx, row) : undefined;
  return reading && recorderOf(reading, file.id);
}

function recorderOf(reading: CaseReading, fileId: string) {
  const material = reading.row.materials.find((given) => given.fileId === fileId);
  return { record: () => recordFetch(reading, 'case-material', nameOfMaterial(material?.id ?? '')) };
}

/** Photos of a visit to the site are numbered; a record need not tell one from the other. */
export const sitePhotos = 'siteVisit';
function nameOfMaterial(id: string): string {
  return id.startsWith(sitePhotos) ? sitePhotos : id;
}

/** Records that a paper of a case was fetched, for the applicant, and for an agent who is not on the reader's side. */
export function recordFetch({ as, row, isForApplicant }: CaseReading, paper: CasePaper, name: string): void {
  const about = { resource: paper, fields: [name], caseId: row.id, caseNumber: row.number };
  const looks: Look[] = [{ subjectKind: row.applicantKind, subjectId: row.applicantId, ...about }];
  if (!isForApplicant && row.agentPersonId !== null)
    looks.push({ subjectKind: 'person', subjectId: row.agentPersonId, ...about });
  recordAccess(as, looks);
}

/** Undefined for another party: they read what they are asked to confirm, and no papers. */
async function readingOf(ctx: Context, row: CaseRow): Promise<CaseReading | undefined> {
  if (isFiledAtWindow(ctx, row))
    return { as: asOfficial(ctx, row, 'case-intake'), row, isForApplicant: false };
  const { parts } = await standingOf(ctx, row);
  if (parts.includes('applicant')) return { as: asPerson(ctx, 'form-filling'), row, isForApplicant: true };
  if (parts.includes('coApplicant')) return undefined;
  if (postsOf(ctx.actor).length > 0)
    return { as: asOfficial(ctx, row, 'case-handling'), row, isForApplicant: false };
  return { as: asPerson(ctx, 'form-filling'), row, isForApplicant: true };
}

/** Under the posts that cover the case, for the purpose given or else the usual one. */
function asOfficial(ctx: Context, row: CaseRow, usual: PurposeCode): Context {
  const { actor } = ctx;
  const covering = coveringPosts(ctx, row);
  const given = purposes.find(({ code, by }) => code === ctx.purpose && by === 'staff');
  const purpose = given?.code ?? usual;
  if (actor.kind !== 'account' || covering.length === 0) return { ...ctx, purpose };
  return { ...ctx, purpose, actor: { ...actor, posts: covering } };
}
