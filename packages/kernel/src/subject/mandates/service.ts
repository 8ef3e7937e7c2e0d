import { addYears, longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { mandateErrors } from './errors.ts';
import { isForOneMatter, isGiven, type Mandate, type MandatePorts, type NewGrant } from './model.ts';
import { endMandate, grantMandate, lockAgentsOf, lockMandate, represents } from './store.ts';
import { scopeText, tellOf, type Told } from './tell.ts';

const usualYears = 1;
const mostYears = 5;
/** For one principal at once; an agent's list stays readable, whoever names them. */
export const mostAgents = 20;

/** Who asks: always a person, never an account of staff alone. */
export interface Grantor {
  personId: string;
  name: string;
}

/** Errors: `platform.forbidden` for whoever is no person. */
export function callerOf({ actor }: Context): Grantor {
  if (actor.kind !== 'account' || actor.personId === null) throw platformErrors.forbidden();
  return { personId: actor.personId, name: actor.name };
}

interface Principal {
  kind: Mandate['principalKind'];
  id: string;
  name: string;
}

/**
 * Appoints an agent for the caller or for an entity that the caller represents. Number and name of the agent
 * must agree; one refusal stands for every way in which they do not. Errors: `mandate.*`.
 */
export async function appoint(
  ctx: Context,
  ports: MandatePorts,
  grantor: Grantor,
  grant: NewGrant,
): Promise<string> {
  const principal = await principalOf(ctx, ports, grantor, grant.principalId);
  const validUntil = lastDay(ctx, grant.validUntil);
  const scope = grant.items ?? [];
  const titles = await ports.itemTitles(ctx, scope);
  const unknown = scope.find((code) => !titles.has(code));
  if (unknown !== undefined) throw mandateErrors.unknownItem({ code: unknown });
  const agent = await ports.findAdult(ctx, {
    name: grant.agent.name.trim(),
    idNumber: grant.agent.idNumber.trim().toUpperCase(),
  });
  if (!agent) throw mandateErrors.unknownAgent();
  if (agent.id === grantor.personId) throw mandateErrors.self();
  await admitAgent(ctx, principal, agent.id);
  const id = await grantMandate(ctx, {
    principalKind: principal.kind,
    principalId: principal.id,
    agentPersonId: agent.id,
    kind: 'agent',
    scope,
    validUntil,
    grantedBy: grantor.personId,
  });
  const told: Told = {
    agent: grant.agent.name.trim(),
    principal: principal.name,
    scope: scopeText(scope, titles),
    until: longDate(validUntil),
  };
  await tellOf(ctx, 'granted', [grantor.personId], told);
  await tellOf(ctx, 'appointed', [agent.id], told);
  return id;
}

async function principalOf(
  ctx: Context,
  ports: MandatePorts,
  grantor: Grantor,
  entityId: string | undefined,
): Promise<Principal> {
  if (!(await ports.findAdult(ctx, { id: grantor.personId }))) throw mandateErrors.minor();
  if (entityId === undefined || entityId === grantor.personId)
    return { kind: 'person', id: grantor.personId, name: grantor.name };
  if (!(await represents(ctx, grantor.personId, entityId))) throw mandateErrors.notRepresentative();
  const names = await ports.namesOf(ctx, 'entity', [entityId]);
  return { kind: 'entity', id: entityId, name: names.get(entityId) ?? '' };
}

function lastDay(ctx: Context, given: string | undefined): string {
  const today = dateOf(ctx.now);
  const latest = addYears(today, mostYears);
  const last = given ?? addYears(today, usualYears);
  if (last < today || last > latest) throw mandateErrors.term({ last: latest });
  return last;
}

async function admitAgent(ctx: Context, principal: Principal, agentId: string): Promise<void> {
  const standing = (await lockAgentsOf(ctx, principal.id)).filter((mandate) => !isForOneMatter(mandate));
  if (standing.some(({ agentPersonId }) => agentPersonId === agentId)) throw mandateErrors.already();
  if (standing.filter(({ kind }) => kind === 'agent').length >= mostAgents)
    throw mandateErrors.tooMany({ limit: mostAgents });
}

/**
 * Ends a mandate: its principal's side revokes it, its agent lays it down. Errors: `mandate.not-found`,
 * `mandate.by-law`.
 */
export async function revoke(ctx: Context, ports: MandatePorts, id: string, personId: string): Promise<void> {
  const mandate = await lockMandate(ctx, id, personId);
  if (!mandate) throw mandateErrors.notFound();
  if (!isGiven(mandate)) throw mandateErrors.byLaw();
  await endMandate(ctx, id, personId);
  const { agentPersonId, grantedBy, principalId, principalKind } = mandate;
  const told: Told = {
    agent: (await ports.namesOf(ctx, 'person', [agentPersonId])).get(agentPersonId) ?? '',
    principal: (await ports.namesOf(ctx, principalKind, [principalId])).get(principalId) ?? '',
    scope: { zh: '', en: '' },
    until: { zh: '', en: '' },
  };
  const principalSide = [personId, grantedBy ?? principalId].filter((side) => side !== agentPersonId);
  await tellOf(ctx, 'revoked', principalSide, told);
  await tellOf(ctx, 'laidOff', [agentPersonId], told);
}
