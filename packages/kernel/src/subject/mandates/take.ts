import { longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { findEntrusted } from './entrusted.ts';
import { mandateErrors } from './errors.ts';
import type { MandatePorts } from './model.ts';
import { closeOffer, getOffer, type Offer } from './offers.ts';
import { speaksFor } from './once.ts';
import { mostAgents, type Grantor } from './service.ts';
import { findMandate, grantMandate, lockAgentsOf, represents } from './store.ts';
import { tellOf } from './tell.ts';

/** What a code lets whoever was shown it do. */
export interface OfferedTo {
  /** For whom. */
  name: string;
  title: Text;
  item: string;
  kind: 'once' | 'case';
  /** Last day of the mandate, inclusive. */
  lastDay: string;
  /** Until when it can be taken. */
  until: Date;
}

/** What a code offers, to whoever was shown it. Errors: `mandate.offer-gone`. */
export async function lookAtOffer(ctx: Context, ports: MandatePorts, code: string): Promise<OfferedTo> {
  return describe(ctx, ports, await getOffer(ctx, code));
}

async function describe(ctx: Context, ports: MandatePorts, offer: Offer): Promise<OfferedTo> {
  const { principalKind, principalId, itemCode: item, caseId, lastDay, expiresAt: until } = offer;
  return {
    name: (await ports.namesOf(ctx, principalKind, [principalId])).get(principalId) ?? '',
    title: (await ports.itemTitles(ctx, [item])).get(item) ?? { zh: item, en: item },
    item,
    kind: caseId === null ? 'once' : 'case',
    lastDay: lastDay ?? dateOf(ctx.now),
    until,
  };
}

/**
 * Takes an offer up: the caller may hand in one application in this item for the other until the end of the day, or
 * go on with the one case. Errors: `mandate.offer-gone`, `.own-code`, `.minor-agent`, `.already-yours`,
 * `.handler`, `.giver-full`.
 */
export async function takeOffer(
  ctx: Context,
  ports: MandatePorts,
  agent: Grantor,
  code: string,
): Promise<{ principalId: string; item: string; caseId: string | null }> {
  const offer = await getOffer(ctx, code);
  const { principalKind, principalId, itemCode: item, caseId } = offer;
  if (principalId === agent.personId || offer.offeredBy === agent.personId) throw mandateErrors.ownCode();
  if (!(await ports.findAdult(ctx, { id: agent.personId }))) throw mandateErrors.minorAgent();
  const number = await admit(ctx, ports, offer, agent.personId);
  const { name, title, kind, lastDay } = await describe(ctx, ports, offer);
  const grantedBy = offer.offeredBy ?? principalId;
  const id = await grantMandate(ctx, {
    principalKind,
    principalId,
    agentPersonId: agent.personId,
    kind,
    scope: [item],
    validUntil: lastDay,
    grantedBy,
    caseId,
  });
  await closeOffer(ctx, offer.id, id);
  const told = { agent: agent.name, principal: name, until: longDate(lastDay) };
  if (number === null) {
    const scope = { zh: `“${title.zh}”（一次）`, en: `“${title.en}” (once)` };
    await tellOf(ctx, 'granted', [grantedBy], { ...told, scope });
    await tellOf(ctx, 'appointed', [agent.personId], { ...told, scope });
  } else {
    await tellOf(ctx, 'caseGranted', [grantedBy], { ...told, item: title, number });
    await tellOf(ctx, 'caseAppointed', [agent.personId], { ...told, item: title, number });
  }
  return { principalId, item, caseId };
}

/** Answers the number of the case that is offered, null for an application. */
async function admit(
  ctx: Context,
  ports: MandatePorts,
  { principalId, offeredBy, itemCode, caseId }: Offer,
  agentId: string,
): Promise<string | null> {
  if (caseId === null) {
    if (await findMandate(ctx, agentId, principalId, itemCode)) throw mandateErrors.alreadyYours();
    return null;
  }
  const standing = await lockAgentsOf(ctx, principalId);
  const found = await ports.findOpenCase(ctx, caseId);
  // It may have ended, or whoever showed the code represents the entity no longer.
  if (!found || !(await speaksFor(ctx, offeredBy ?? principalId, principalId)))
    throw mandateErrors.offerGone();
  if (found.isHandler) throw mandateErrors.handler();
  if ((await represents(ctx, agentId, principalId)) || (await findEntrusted(ctx, agentId, caseId)))
    throw mandateErrors.alreadyYours();
  if (standing.filter(({ kind }) => kind === 'case').length >= mostAgents)
    throw mandateErrors.giverFull({ limit: mostAgents });
  return found.number;
}
