import type { Context } from '../../platform/context/index.ts';
import { findMandate, listMandatesOf, mandateErrors } from '../../subject/mandates/index.ts';
import type { CaseRow, Verb } from './model.ts';
import type { ListedCase } from './queue.ts';
import { entrustedVerbs } from './entrusted.ts';
import { coveringPosts, isEntrusted, isFiledAtWindow, isOfApplicant, partsOf } from './parts.ts';
import { findCase, listParties, type CaseParty } from './store.ts';
import { verbRules, type CasePart } from './verbs.ts';

/** A case whose content the caller may read. */
export async function findReadable(ctx: Context, id: string): Promise<CaseRow | undefined> {
  const row = await findCase(ctx, id);
  return row && !isClosedTo(ctx, row, await standingOf(ctx, row)) ? row : undefined;
}

/** How the caller stands to a case: looked up once, and true as long as nobody changes it. */
export interface Standing extends Mandated {
  parties: readonly CaseParty[];
  parts: readonly CasePart[];
}

export async function standingOf(ctx: Context, row: CaseRow): Promise<Standing> {
  const parties = await listParties(ctx, row.id);
  const { isOwn, ...mandated } = await mandatedIn(ctx, row);
  return { parties, parts: partsOf(ctx, row, { parties, isOwn }), ...mandated };
}

interface Mandated {
  /** Acts in it by nothing but the mandate for it. */
  onlyEntrusted: boolean;
  /** Filed it for another and may act for them no longer. */
  hasLapsed: boolean;
}

async function mandatedIn(ctx: Context, row: CaseRow): Promise<Mandated & { isOwn: boolean }> {
  const isOfTheirs = await isOfApplicant(ctx, row);
  const isWithout = await isFiledWithout(ctx, row);
  const entrusted = (!isOfTheirs || isWithout) && (await isEntrusted(ctx, row));
  return {
    isOwn: isOfTheirs || entrusted,
    onlyEntrusted: entrusted && !isFiledAtWindow(ctx, row),
    hasLapsed: isWithout && !entrusted,
  };
}

/**
 * Whoever filed a case under a mandate that has ended knows that they did, and reads nothing more of it; nor does
 * whoever did it for another by a mandate for it alone, once it has ended.
 */
export function isClosedTo(ctx: Context, row: CaseRow, { parties, parts, hasLapsed }: Standing): boolean {
  if (hasLapsed) return !parties.some(({ personId }) => personId === row.agentPersonId);
  if (row.endedAt === null || ctx.actor.kind !== 'account') return false;
  // Of an ended case whoever meets it in no part and by no post sees it by such a mandate alone.
  return parts.length === 0 && coveringPosts(ctx, row).length === 0;
}

/** Whether the caller acts in a case by nothing but the mandate for it. */
export async function isOnlyEntrusted(ctx: Context, row: CaseRow): Promise<boolean> {
  return (await mandatedIn(ctx, row)).onlyEntrusted;
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
export function requireStanding({ hasLapsed, onlyEntrusted }: Standing, verb: Verb): void {
  if (!isForApplicant(verb)) return;
  if (hasLapsed) throw mandateErrors.lapsed();
  if (!entrustedVerbs.has(verb) && onlyEntrusted) throw mandateErrors.ownAct();
}

/** The actions that the caller's mandate still carries; buttons follow from it. */
export function standingActions<T extends { verb: Verb }>(
  { hasLapsed, onlyEntrusted }: Standing,
  actions: readonly T[],
): T[] {
  if (hasLapsed) return actions.filter(({ verb }) => !isForApplicant(verb));
  if (!onlyEntrusted) return [...actions];
  return actions.filter(({ verb }) => !isForApplicant(verb) || entrustedVerbs.has(verb));
}
