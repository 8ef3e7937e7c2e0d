import { sql } from 'kysely';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { defineErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';

export const mandateErrors = defineErrors('mandate', {
  none: {
    status: 403,
    zh: '您没有代其办理这一事项的授权。',
    en: 'You have no mandate to act for them in this matter.',
    remedyZh: '请由本人或法定代表人授权后再办。',
    remedyEn: 'Ask them, or the legal representative, to appoint you first.',
  },
});

export interface Mandate {
  id: string;
  principalKind: 'person' | 'entity';
  principalId: string;
  agentPersonId: string;
  kind: 'agent' | 'parent' | 'representative';
  /** Item codes; empty means every item. */
  scope: string[];
  validUntil: string | null;
}

export async function grantMandate(ctx: Context, mandate: Omit<Mandate, 'id'>): Promise<string> {
  const id = newId();
  await ctx.tx
    .insertInto('mandate')
    .values({ ...mandate, id, validFrom: dateOf(ctx.now), createdAt: ctx.now })
    .execute();
  ctx.record({ action: 'mandate.grant', entity: 'mandate', entityId: id });
  return id;
}

/** The mandates in force by which a person may act for others. */
export async function listMandatesOf(ctx: Context, agentPersonId: string): Promise<Mandate[]> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<Mandate>`
    select id, principal_kind, principal_id, agent_person_id, kind, scope, valid_until from mandate
    where agent_person_id = ${agentPersonId} and revoked_at is null
      and valid_from <= ${today} and (valid_until is null or valid_until >= ${today})
    order by id limit 200`.execute(ctx.tx);
  return rows;
}

/** The mandate by which an agent may act for a principal in an item, if there is one in force. */
export async function findMandate(
  ctx: Context,
  agentPersonId: string,
  principalId: string,
  itemCode: string,
): Promise<Mandate | undefined> {
  const mandates = await listMandatesOf(ctx, agentPersonId);
  return mandates.find(
    (mandate) =>
      mandate.principalId === principalId && (mandate.scope.length === 0 || mandate.scope.includes(itemCode)),
  );
}
