import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { represents, type OpenCase } from '../../subject/mandates/index.ts';
import type { CaseRow, Verb } from './model.ts';
import { coveringPosts } from './parts.ts';

/** What someone whom the applicant let do one case may do in it; to give it up, to rate and to dispute is theirs. */
export const entrustedVerbs: ReadonlySet<Verb> = new Set([
  'save',
  'resubmit',
  'materials',
  'ask-person',
  'pay',
]);

/** Whether the caller may let someone else do a case: its applicant, or who represents the entity by law. */
export async function mayEntrust(ctx: Context, { applicantId, status, endedAt }: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null) return false;
  if (endedAt !== null || ['draft', 'granted', 'delivered'].includes(status)) return false;
  return actor.personId === applicantId || represents(ctx, actor.personId, applicantId);
}

/** A case as a mandate for it needs to know it, whoever asks; it does not end before this transaction does. */
export async function findOpenCase(ctx: Context, id: string): Promise<OpenCase | undefined> {
  const { rows } = await sql<CaseRow>`select c.* from service_case c
    where c.id = ${id} and c.status <> 'draft' and c.ended_at is null for share of c`.execute(ctx.tx);
  const [row] = rows;
  if (!row) return undefined;
  const { number, itemCode, applicantKind: principalKind, applicantId: principalId } = row;
  return {
    number,
    itemCode,
    principalKind,
    principalId,
    dueDate: row.due ? dateOf(row.due) : null,
    isHandler: coveringPosts(ctx, row).length > 0,
  };
}
