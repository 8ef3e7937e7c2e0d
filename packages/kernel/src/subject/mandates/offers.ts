import { createHash, randomBytes } from 'node:crypto';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { mandateErrors } from './errors.ts';
import type { Mandate } from './model.ts';

const offerMs = 10 * 60_000;

/** What a code offers to whoever is shown it: one application in an item, or one case of it. */
export interface Offer {
  id: string;
  principalKind: Mandate['principalKind'];
  principalId: string;
  /** Who shows the code for an entity; null where the principal does. */
  offeredBy: string | null;
  itemCode: string;
  caseId: string | null;
  /** Of the mandate, a civil date; null for the day on which it is taken. */
  lastDay: string | null;
  /** Until when it can be taken. */
  expiresAt: Date;
}

/** Keeps an offer for ten minutes and answers its code; an earlier one of the principal that nobody took ends. */
export async function keepOffer(
  ctx: Context,
  offer: Omit<Offer, 'id' | 'expiresAt'>,
): Promise<{ code: string; until: Date }> {
  const { principalId, itemCode: item, caseId } = offer;
  await ctx.tx
    .deleteFrom('mandateOffer')
    .where('principalId', '=', principalId)
    .where('mandateId', 'is', null)
    .execute();
  const id = newId();
  const code = randomBytes(24).toString('base64url');
  const until = new Date(ctx.now.getTime() + offerMs);
  await ctx.tx
    .insertInto('mandateOffer')
    .values({ ...offer, id, codeHash: digest(code), createdAt: ctx.now, expiresAt: until })
    .execute();
  ctx.record({
    action: 'mandate.offer',
    entity: 'mandateOffer',
    entityId: id,
    detail: { item, ...(caseId === null ? {} : { caseId }) },
  });
  return { code, until };
}

/** An offer that can be taken now; one whose last day is over gives nothing any more. Errors: `mandate.offer-gone`. */
export async function getOffer(ctx: Context, code: string): Promise<Offer> {
  const offer = await ctx.tx
    .selectFrom('mandateOffer')
    .select(['id', 'principalKind', 'principalId', 'offeredBy', 'itemCode', 'caseId', 'lastDay', 'expiresAt'])
    .where('codeHash', '=', digest(code))
    .where('expiresAt', '>', ctx.now)
    .where('mandateId', 'is', null)
    .executeTakeFirst();
  if (!offer || (offer.lastDay !== null && offer.lastDay < dateOf(ctx.now))) throw mandateErrors.offerGone();
  return { ...offer, principalKind: offer.principalKind as Mandate['principalKind'] };
}

/** Whether someone took up an offer that this person made; false as well where it is not theirs or is gone. */
export async function isTaken(ctx: Context, personId: string, code: string): Promise<boolean> {
  const taken = await ctx.tx
    .selectFrom('mandateOffer')
    .select('id')
    .where('codeHash', '=', digest(code))
    .where('mandateId', 'is not', null)
    .where((its) => its.or([its('offeredBy', '=', personId), its('principalId', '=', personId)]))
    .executeTakeFirst();
  return taken !== undefined;
}

/**
 * Notes what came of an offer. Of two who scan the same code at once, one waits here for the other and then finds it
 * taken. Errors: `mandate.offer-gone`.
 */
export async function closeOffer(ctx: Context, id: string, mandateId: string): Promise<void> {
  const { rows } = await sql`
    update mandate_offer set mandate_id = ${mandateId} where id = ${id} and mandate_id is null
    returning id`.execute(ctx.tx);
  if (rows.length === 0) throw mandateErrors.offerGone();
}

function digest(code: string): string {
  return createHash('sha256').update(`mandate ${code}`).digest('hex');
}
