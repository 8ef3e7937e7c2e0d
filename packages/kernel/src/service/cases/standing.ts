import type { Context } from '../../platform/context/index.ts';
import { findMandate, listMandatesOf, mandateErrors } from '../../subject/mandates/index.ts';
import type { CaseRow, Verb } from './model.ts';
import type { ListedCase } from './queue.ts';
import { entrustedVerbs } from './entrusted.ts';
import { coveringPosts, isEntrusted, isOfApplicant, partsOf } from './parts.ts';
import { findCase, listParties } from './store.ts';
import { verbRules } from './verbs.ts';

/** A case whose content the caller may read. */
export async function findReadable(ctx: Context, id: string): Promise<CaseRow | undefined> {
  const row = await findCase(ctx, id);
  return row && !(await isClosedTo(ctx, row)) ? row : undefined;
}

/**
 * Whoever filed a case under a mandate that has ended knows that they did, and reads nothing more of it; nor does
 * whoever did it for another by a mandate for it alone, once it has ended.
 */
export async function isClosedTo(ctx: Context, row: CaseRow): Promise<boolean> {
  const parties = await listParties(ctx, row.id);
  if (await hasLapsed(ctx, row)) return !parties.some(({ personId }) => personId === row.agentPersonId);
  if (row.endedAt === null || ctx.actor.kind !== 'account') return false;
  // Of an ended case whoever meets it in no part and by no post sees it by such a mandate alone.
  return (await partsOf(ctx, row, parties)).length === 0 && coveringPosts(ctx, row).length === 0;
}

/** Whether the caller acts in a case by nothing but the mandate for it. */
export async function isHelper(ctx: Context, row: CaseRow): Promise<boolean> {
  if ((await isOfApplicant(ctx, row)) && !(await isFiledWithout(ctx, row))) return false;
  return isEntrusted(ctx, row);
}

/** Which of these cases the caller filed under a mandate that has ended. */
export async function lapsedAmong(ctx: Context, rows: readonly ListedCase[]): Promise<ReadonlySet<string>> {
  const { actor } = ctx;
  const personId = actor.kind === 'account' ? actor.personId : null;
  const filed = rows.filter((row) => personId !== null && row.agentPersonId === personId);
  if (personId === null || filed.length === 0) return new Set();
  const held = await listMandatesOf(ctx, personId);
  const stands = ({ id, applicantId, itemCode }: ListedCase): boolean =>
    held.some(
      ({ principalId, scope, caseId }) =>
        principalId === applicantId &&
        (caseId === null ? scope.length === 0 || scope.includes(itemCode) : caseId === id),
    );
  return new Set(filed.filter((row) => !stands(row)).map(({ id }) => id));
}

/** Whether a verb is one that an agent does in the place of the applicant. */
function isForApplicant(verb: Verb): boolean {
  return verbRules[verb].by.includes('applicant');
}

/** Whether the caller filed a case for another and may act for them no longer. */
async function hasLapsed(ctx: Context, row: CaseRow): Promise<boolean> {
  return (await isFiledWithout(ctx, row)) && !(await isEntrusted(ctx, row));
}

/** Whether the caller filed a case for another by a mandate for its item that has ended. */
async function isFiledWithout(ctx: Context, row: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || row.agentPersonId === null || row.agentPersonId !== actor.personId)
    return false;
  return (await findMandate(ctx, row.agentPersonId, row.applicantId, row.itemCode)) === undefined;
}

/**
 * A mandate carries each act of an agent, not only the first: once it has ended, the case goes on without
 * them. One for this case alone carries what its applicant need not do. Errors: `mandate.lapsed`, `mandate.own-act`.
 */
export async function requireStanding(ctx: Context, caseId: string, verb: Verb): Promise<void> {
  if (!isForApplicant(verb)) return;
  const row = await findCase(ctx, caseId);
  if (!row) return;
  if (await hasLapsed(ctx, row)) throw mandateErrors.lapsed();
  if (!entrustedVerbs.has(verb) && (await isHelper(ctx, row))) throw mandateErrors.ownAct();
}

/** The actions that the caller's mandate still carries; buttons follow from it. */
export async function standingActions<T extends { verb: Verb }>(
  ctx: Context,
  row: CaseRow,
  actions: readonly T[],
): Promise<T[]> {
  if (await hasLapsed(ctx, row)) return actions.filter(({ verb }) => !isForApplicant(verb));
  if (!(await isHelper(ctx, row))) return [...actions];
  return actions.filter(({ verb }) => !isForApplicant(verb) || entrustedVerbs.has(verb));
}
