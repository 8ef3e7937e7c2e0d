import { createHash, randomBytes } from 'node:crypto';
import { longDate } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { mandateErrors } from './errors.ts';
import type { MandatePorts } from './model.ts';
import { findMandate, grantMandate } from './store.ts';
import type { Grantor } from './service.ts';
import { tellOf, type Told } from './tell.ts';

const offerMs = 10 * 60_000;

interface Offer {
  id: string;
  principalId: string;
  itemCode: string;
  expiresAt: Date;
}

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
  await ctx.tx
    .deleteFrom('mandateOffer')
    .where('principalId', '=', personId)
    .where('mandateId', 'is', null)
    .execute();
  const id = newId();
  const code = randomBytes(24).toString('base64url');
  const until = new Date(ctx.now.getTime() + offerMs);
  await ctx.tx
    .insertInto('mandateOffer')
    .values({
      id,
      principalId: personId,
      itemCode: item,
      codeHash: digest(code),
      createdAt: ctx.now,
      expiresAt: until,
    })
    .execute();
  ctx.record({ action: 'mandate.offer', entity: 'mandateOffer', entityId: id, detail: { item } });
  return { code, until };
}

/** What a code offers, to whoever was shown it. Errors: `mandate.offer-gone`. */
export async function lookAtOffer(
  ctx: Context,
  ports: MandatePorts,
  code: string,
): Promise<{ name: string; title: Text; item: string; until: Date }> {
  return describe(ctx, ports, await getOffer(ctx, code));
}

async function describe(
  ctx: Context,
  ports: MandatePorts,
  { principalId, itemCode: item, expiresAt }: Offer,
) {
  const name = (await ports.namesOf(ctx, 'person', [principalId])).get(principalId) ?? '';
  const title = (await ports.itemTitles(ctx, [item])).get(item) ?? { zh: item, en: item };
  return { name, title, item, until: expiresAt };
}

/**
 * Takes an offer up: the caller may hand in one application in this item for the other until the end of the day.
 * Errors: `mandate.offer-gone`, `.self`, `.minor`, `.already`.
 */
export async function takeOffer(
  ctx: Context,
  ports: MandatePorts,
  agent: Grantor,
  code: string,
): Promise<{ principalId: string; item: string }> {
  const offer = await getOffer(ctx, code);
  const { principalId, itemCode: item } = offer;
  if (principalId === agent.personId) throw mandateErrors.self();
  if (!(await ports.findAdult(ctx, { id: agent.personId }))) throw mandateErrors.minor();
  if (await findMandate(ctx, agent.personId, principalId, item)) throw mandateErrors.already();
  const today = dateOf(ctx.now);
  const id = await grantMandate(ctx, {
    principalKind: 'person',
    principalId,
    agentPersonId: agent.personId,
    kind: 'once',
    scope: [item],
    validUntil: today,
    grantedBy: principalId,
  });
  // Of two who scan the same code at once, one waits here for the other and then finds it taken.
  const { rows } = await sql`
    update mandate_offer set mandate_id = ${id} where id = ${offer.id} and mandate_id is null returning id`.execute(
    ctx.tx,
  );
  if (rows.length === 0) throw mandateErrors.offerGone();
  const { name, title } = await describe(ctx, ports, offer);
  const told: Told = {
    agent: agent.name,
    principal: name,
    scope: { zh: `“${title.zh}”（一次）`, en: `“${title.en}” (once)` },
    until: longDate(today),
  };
  await tellOf(ctx, 'granted', [principalId], told);
  await tellOf(ctx, 'appointed', [agent.personId], told);
  return { principalId, item };
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

async function getOffer(ctx: Context, code: string): Promise<Offer> {
  const offer = await ctx.tx
    .selectFrom('mandateOffer')
    .select(['id', 'principalId', 'itemCode', 'expiresAt'])
    .where('codeHash', '=', digest(code))
    .where('expiresAt', '>', ctx.now)
    .where('mandateId', 'is', null)
    .executeTakeFirst();
  if (!offer) throw mandateErrors.offerGone();
  return offer;
}

function digest(code: string): string {
  return createHash('sha256').update(`mandate ${code}`).digest('hex');
}
