import { addDays, addYears, longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import { mandateErrors } from './errors.ts';
import { isForOneMatter, type MandatePorts, type NewGuardian, type Papers } from './model.ts';
import { endMandate, grantMandate, lockAgentsOf } from './store.ts';
import { scopeText, tellOf, type Told } from './tell.ts';

const ageOfMajority = 18;
/** A court names the guardian of an adult; it is looked at anew after so long. */
const mostYears = 5;

export interface Guardian {
  id: string;
  guardianId: string;
  basis: string;
  scope: string[];
  validUntil: string;
  agencyId: string;
}

/** What a record would say, before it is made. */
export interface PlannedGuardian {
  guardianId: string;
  wardId: string;
  agencyId: string;
  /** Item codes; empty means every item. */
  scope: string[];
  titles: ReadonlyMap<string, Text>;
  /** Last day, inclusive. */
  validUntil: string;
  /** Whether it ends with the ward's childhood, and not before. */
  untilOfAge: boolean;
}

/**
 * Records at a window who is the guardian of whom, by a document: of a minor until the day before the 18th birthday at
 * the latest. Errors: `mandate.*`, `platform.purpose-needed`, `platform.forbidden`.
 */
export async function recordGuardian(
  ctx: Context,
  ports: MandatePorts,
  given: NewGuardian,
): Promise<{ id: string; validUntil: string }> {
  const { guardianId, wardId, agencyId, scope, titles, validUntil } = await planGuardian(ctx, ports, given);
  const id = await grantMandate(ctx, {
    principalKind: 'person',
    principalId: wardId,
    agentPersonId: guardianId,
    kind: 'guardian',
    scope,
    validUntil,
  });
  await ctx.tx
    .insertInto('guardianship')
    .values({
      mandateId: id,
      basis: given.basis,
      documentEnd: given.documentEnd,
      agencyId,
      recordedBy: accountIdOf(ctx),
      recordedAt: ctx.now,
    })
    .execute();
  const told: Told = {
    agent: given.guardian.name.trim(),
    principal: given.ward.name.trim(),
    scope: scopeText(scope, titles),
    until: longDate(validUntil),
  };
  await tellOf(ctx, 'guardianRecorded', [guardianId, wardId], told);
  return { id, validUntil };
}

/**
 * Checks all that a record needs and answers what it would say; whoever records the same ward's guardian at the same
 * moment waits. Errors: as `recordGuardian`.
 */
export async function planGuardian(
  ctx: Context,
  ports: MandatePorts,
  given: NewGuardian,
): Promise<PlannedGuardian> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  const post = postsOf(ctx.actor).find(({ role }) => role === 'clerk');
  if (!post) throw platformErrors.forbidden();
  const guardian = await ports.findAdult(ctx, tidied(given.guardian));
  if (!guardian) throw mandateErrors.unknownAgent();
  const ward = await ports.findLiving(ctx, tidied(given.ward));
  if (!ward) throw mandateErrors.unknownWard();
  if (guardian.id === ward.id) throw mandateErrors.self();
  // Nobody records for themselves.
  if (ctx.actor.kind === 'account' && [guardian.id, ward.id].includes(ctx.actor.personId ?? ''))
    throw platformErrors.forbidden();
  const { validUntil, untilOfAge } = lastDay(ctx, ward.birthDate, given);
  const scope = given.items ?? [];
  const titles = await ports.itemTitles(ctx, scope);
  const unknown = scope.find((code) => !titles.has(code));
  if (unknown !== undefined) throw mandateErrors.unknownItem({ code: unknown });
  const standing = await lockAgentsOf(ctx, ward.id);
  if (standing.some((mandate) => mandate.agentPersonId === guardian.id && !isForOneMatter(mandate)))
    throw mandateErrors.already();
  return {
    guardianId: guardian.id,
    wardId: ward.id,
    agencyId: post.agencyId,
    scope,
    titles,
    validUntil,
    untilOfAge,
  };
}

function tidied({ name, idNumber }: Papers): Papers {
  return { name: name.trim(), idNumber: idNumber.trim().toUpperCase() };
}

function lastDay(ctx: Context, birthDate: string, { until, basis }: NewGuardian) {
  const today = dateOf(ctx.now);
  const majority = addYears(birthDate, ageOfMajority);
  const isMinor = majority > today;
  if (!isMinor && basis !== 'court-decision') throw mandateErrors.adultWard();
  const latest = isMinor ? lastMinorDay(birthDate) : addYears(today, mostYears);
  const last = until ?? latest;
  if (last < today || last > latest) throw mandateErrors.term({ last: latest });
  return { validUntil: last, untilOfAge: isMinor && last === latest };
}

/** The day before the 18th birthday; 29 February counts as the 28th where there is none. */
export function lastMinorDay(birthDate: string): string {
  return addDays(addYears(birthDate, ageOfMajority), -1);
}

/** Recorded guardians of a person who are so now. Errors: `mandate.unknown-ward`, `platform.purpose-needed`. */
export async function listGuardians(ctx: Context, ports: MandatePorts, papers: Papers): Promise<Guardian[]> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  const ward = await ports.findLiving(ctx, tidied(papers));
  if (!ward) throw mandateErrors.unknownWard();
  const today = dateOf(ctx.now);
  const { rows } = await sql<Guardian>`
    select m.id, m.agent_person_id as guardian_id, g.basis, m.scope, m.valid_until, g.agency_id
    from mandate m join guardianship g on g.mandate_id = m.id
    where m.principal_id = ${ward.id} and m.revoked_at is null and m.valid_until >= ${today}
    order by m.id limit 20`.execute(ctx.tx);
  return rows;
}

/** Ends what a clerk of the same agency recorded, with a reason that both sides are told. Errors: `mandate.not-found`. */
export async function endGuardian(
  ctx: Context,
  ports: MandatePorts,
  id: string,
  reason: string,
): Promise<void> {
  const agencies = postsOf(ctx.actor).flatMap(({ role, agencyId }) => (role === 'clerk' ? [agencyId] : []));
  const { rows } = await sql<{ principalId: string; agentPersonId: string }>`
    select m.principal_id, m.agent_person_id from mandate m join guardianship g on g.mandate_id = m.id
    where m.id = ${id} and m.revoked_at is null and g.agency_id = any(${agencies}::uuid[]) for update of m`.execute(
    ctx.tx,
  );
  const [found] = rows;
  if (!found) throw mandateErrors.notFound();
  const { principalId, agentPersonId } = found;
  await endMandate(ctx, id, null);
  await ctx.tx
    .updateTable('guardianship')
    .set({ endedBy: accountIdOf(ctx), endedReason: reason })
    .where('mandateId', '=', id)
    .execute();
  const reader: Context = { ...ctx, purpose: ctx.purpose ?? 'case-intake' };
  const names = await ports.namesOf(reader, 'person', [principalId, agentPersonId]);
  await tellOf(ctx, 'guardianEnded', [principalId, agentPersonId], {
    agent: names.get(agentPersonId) ?? '',
    principal: names.get(principalId) ?? '',
    scope: { zh: reason, en: reason },
    until: { zh: '', en: '' },
  });
}
