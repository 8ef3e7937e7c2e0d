import type { Context } from '../../platform/context/index.ts';
import { findMandate, listMandatesOf, mandateErrors } from '../../subject/mandates/index.ts';
import type { CaseRow, Verb } from './model.ts';
import type { ListedCase } from './queue.ts';
import { findCase, listParties } from './store.ts';
import { verbRules } from './verbs.ts';

/** A case whose content the caller may read. */
export async function findReadable(ctx: Context, id: string): Promise<CaseRow | undefined> {
  const row = await findCase(ctx, id);
  return row && !(await isClosedTo(ctx, row)) ? row : undefined;
}

/** Whoever filed a case under a mandate that has ended knows that they did, and reads nothing more of it. */
export async function isClosedTo(ctx: Context, row: CaseRow): Promise<boolean> {
  if (!(await hasLapsed(ctx, row))) return false;
  const parties = await listParties(ctx, row.id);
  return !parties.some(({ personId }) => personId === row.agentPersonId);
}

/** Which of these cases the caller filed under a mandate that has ended. */
export async function lapsedAmong(ctx: Context, rows: readonly ListedCase[]): Promise<ReadonlySet<string>> {
  const { actor } = ctx;
  const personId = actor.kind === 'account' ? actor.personId : null;
  const filed = rows.filter((row) => personId !== null && row.agentPersonId === personId);
  if (personId === null || filed.length === 0) return new Set();
  const held = await listMandatesOf(ctx, personId);
  const stands = ({ applicantId, itemCode }: ListedCase): boolean =>
    held.some(
      ({ principalId, scope }) =>
        principalId === applicantId && (scope.length === 0 || scope.includes(itemCode)),
    );
  return new Set(filed.filter((row) => !stands(row)).map(({ id }) => id));
}

/** Whether a verb is one that an agent does in the place of the applicant. */
function isForApplicant(verb: Verb): boolean {
  return verbRules[verb].by.includes('applicant');
}

/** Whether the caller filed a case for another and may act for them no longer. */
async function hasLapsed(ctx: Context, row: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || row.agentPersonId === null || row.agentPersonId !== actor.personId)
    return false;
  return (await findMandate(ctx, row.agentPersonId, row.applicantId, row.itemCode)) === undefined;
}

/**
 * A mandate carries each act of an agent, not only the first: once it has ended, the case goes on without
 * them. Errors: `mandate.lapsed`.
 */
export async function requireStanding(ctx: Context, caseId: string, verb: Verb): Promise<void> {
  if (!isForApplicant(verb)) return;
  const row = await findCase(ctx, caseId);
  if (row && (await hasLapsed(ctx, row))) throw mandateErrors.lapsed();
}

/** The actions that the caller's mandate still carries; buttons follow from it. */
export async function standingActions<T extends { verb: Verb }>(
  ctx: Context,
  row: CaseRow,
  actions: readonly T[],
): Promise<T[]> {
  return (await hasLapsed(ctx, row)) ? actions.filter(({ verb }) => !isForApplicant(verb)) : [...actions];
}
