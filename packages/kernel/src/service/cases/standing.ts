import type { Context } from '../../platform/context/index.ts';
import { findMandate, mandateErrors } from '../../subject/mandates/index.ts';
import type { CaseRow, Verb } from './model.ts';
import { findCase } from './store.ts';
import { verbRules } from './verbs.ts';

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
