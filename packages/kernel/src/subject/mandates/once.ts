import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { addDays, addYears } from '../../platform/calendar/index.ts';
import { mandateErrors } from './errors.ts';
import type { MandatePorts } from './model.ts';
import { keepOffer } from './offers.ts';
import type { Grantor } from './service.ts';
import { findMandate, represents } from './store.ts';

/** Days that a mandate for a case lasts, after the case is due where it is, unless another last day is said. */
const usualDays = 30;

/**
 * Offers whoever is shown the code one application in one item; an earlier offer that nobody took ends.
 * Errors: `mandate.minor`, `mandate.unknown-item`.
 */
export async function offerOnce(
  ctx: Context,
  ports: MandatePorts,
  { personId }: Grantor,
  item: string,
): Promise<{ code: string; until: Date }> {
  if (!(await ports.findAdult(ctx, { id: personId }))) throw mandateErrors.minor();
  if (!(await ports.itemTitles(ctx, [item])).has(item)) throw mandateErrors.unknownItem({ code: item });
  return keepOffer(ctx, {
    principalKind: 'person',
    principalId: personId,
    offeredBy: null,
    itemCode: item,
    caseId: null,
    lastDay: null,
  });
}

/**
 * Offers whoever is shown the code to go on with one case under way, of the caller or of an entity that the caller
 * represents, until it ends or until a last day, inclusive, within a year. An agent passes nothing on.
 * Errors: `mandate.no-case`, `mandate.minor`, `mandate.case-term`.
 */
export async function offerCase(
  ctx: Context,
  ports: MandatePorts,
  { personId }: Grantor,
  { caseId, lastDay }: { caseId: string; lastDay?: string | undefined },
): Promise<{ code: string; until: Date }> {
  const found = await ports.findOpenCase(ctx, caseId);
  if (!found || !(await speaksFor(ctx, personId, found.principalId))) throw mandateErrors.noCase();
  if (!(await ports.findAdult(ctx, { id: personId }))) throw mandateErrors.minor();
  const today = dateOf(ctx.now);
  const latest = addYears(today, 1);
  const last = lastDay ?? usualLastDay(today, found.dueDate, latest);
  if (last < today || last > latest) throw mandateErrors.caseTerm({ last: latest });
  const { principalKind, principalId, itemCode } = found;
  return keepOffer(ctx, {
    principalKind,
    principalId,
    offeredBy: principalKind === 'entity' ? personId : null,
    itemCode,
    caseId,
    lastDay: last,
  });
}

function usualLastDay(today: string, dueDate: string | null, latest: string): string {
  const from = dueDate !== null && dueDate > today ? dueDate : today;
  const last = addDays(from, usualDays);
  return last < latest ? last : latest;
}

/** Whether a person is the principal, or represents it by law. */
export async function speaksFor(ctx: Context, personId: string, principalId: string): Promise<boolean> {
  return personId === principalId || represents(ctx, personId, principalId);
}

/**
 * An agent hands an application in: a mandate for one is used up by it. Errors: `mandate.none` where another was handed
 * in by it at the same moment.
 */
export async function spendMandate(
  ctx: Context,
  agentPersonId: string,
  principalId: string,
  itemCode: string,
): Promise<void> {
  const mandate = await findMandate(ctx, agentPersonId, principalId, itemCode);
  // It was there when the form was opened: another application used it up meanwhile, or it was revoked.
  if (!mandate) throw mandateErrors.none();
  if (mandate.kind !== 'once') return;
  const { rows } = await sql`
    update mandate set used_at = ${ctx.now} where id = ${mandate.id} and used_at is null and revoked_at is null
    returning id`.execute(ctx.tx);
  if (rows.length === 0) throw mandateErrors.none();
  ctx.record({ action: 'mandate.use', entity: 'mandate', entityId: mandate.id });
}
