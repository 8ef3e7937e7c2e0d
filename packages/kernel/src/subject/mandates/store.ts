import { sql } from 'kysely';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Mandate, NewMandate } from './model.ts';

export async function grantMandate(ctx: Context, mandate: NewMandate): Promise<string> {
  const id = newId();
  const { principalId, agentPersonId, kind, scope, caseId } = mandate;
  await ctx.tx
    .insertInto('mandate')
    .values({ ...mandate, id, validFrom: dateOf(ctx.now), createdAt: ctx.now })
    .execute();
  ctx.record({
    action: 'mandate.grant',
    entity: 'mandate',
    entityId: id,
    detail: { kind, principalId, agentPersonId, scope, ...(caseId ? { caseId } : {}) },
  });
  return id;
}

/** Of a mandate `m`, with the table. */
export const columns = sql`
  m.id, m.principal_kind, m.principal_id, m.agent_person_id, m.kind, m.scope, m.valid_from, m.valid_until,
  m.granted_by, m.case_id from mandate m`;

/** Whether a mandate `m` counts now. */
export function inForce(ctx: Context) {
  const today = dateOf(ctx.now);
  return sql`m.revoked_at is null and m.used_at is null and m.valid_from <= ${today}
    and (m.valid_until is null or m.valid_until >= ${today})`;
}

/** Principals for whom a person may give a mandate: they themselves, and entities that they represent. */
function principalsOf(ctx: Context, personId: string) {
  return sql`(select ${personId}::uuid union ${representedBy(ctx, personId)})`;
}

/** Entities that a person represents now, as a list for `in`. */
export function representedBy(ctx: Context, personId: string) {
  return sql`(select m.principal_id from mandate m
    where m.agent_person_id = ${personId} and m.kind = 'representative' and m.scope = '{}' and ${inForce(ctx)})`;
}

/** The mandates in force by which a person may act for others. */
export async function listMandatesOf(ctx: Context, agentPersonId: string): Promise<Mandate[]> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.agent_person_id = ${agentPersonId} and ${inForce(ctx)}
    order by m.id limit 200`.execute(ctx.tx);
  return rows;
}

/**
 * The mandates in force by which a person may act for others in everything. Whoever ends one waits until this
 * transaction ends, and then finds what was done by it.
 */
export async function holdWholeMandates(ctx: Context, agentPersonId: string): Promise<Mandate[]> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.agent_person_id = ${agentPersonId} and m.scope = '{}' and ${inForce(ctx)}
    order by m.id limit 200 for share of m`.execute(ctx.tx);
  return rows;
}

/** The mandates in force by which others may act for a person or for entities that the person represents. */
export async function listGrantedBy(ctx: Context, personId: string): Promise<Mandate[]> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.principal_id in ${principalsOf(ctx, personId)} and m.agent_person_id <> ${personId} and ${inForce(ctx)}
    order by m.principal_kind desc, m.principal_id, m.id limit 200`.execute(ctx.tx);
  return rows;
}

/** Those who may act for a principal now; others who appoint someone for it wait. */
export async function lockAgentsOf(ctx: Context, principalId: string): Promise<Mandate[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mandate ${principalId}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<Mandate>`select ${columns}
    where m.principal_id = ${principalId} and ${inForce(ctx)} order by m.id limit 200`.execute(ctx.tx);
  return rows;
}

/**
 * The mandate by which an agent may act for a principal in an item, if there is one in force; one for a case that
 * stands opens nothing else of the item.
 */
export async function findMandate(
  ctx: Context,
  agentPersonId: string,
  principalId: string,
  itemCode: string,
): Promise<Mandate | undefined> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.agent_person_id = ${agentPersonId} and m.principal_id = ${principalId} and ${inForce(ctx)}
      and m.case_id is null and (m.scope = '{}' or ${itemCode} = any(m.scope))
    order by m.kind = 'once', m.id limit 1`.execute(ctx.tx);
  return rows[0];
}

/** Whether a person represents an entity now. */
export async function represents(ctx: Context, personId: string, entityId: string): Promise<boolean> {
  if (personId === entityId) return false;
  const { rows } = await sql`select 1 where ${entityId}::uuid in ${principalsOf(ctx, personId)}`.execute(
    ctx.tx,
  );
  return rows.length > 0;
}

/** People who represent an entity now. */
export async function listRepresentatives(ctx: Context, entityId: string): Promise<string[]> {
  const { rows } = await sql<{ agentPersonId: string }>`select m.agent_person_id from mandate m
    where m.principal_id = ${entityId} and m.kind = 'representative' and ${inForce(ctx)}
    order by m.id limit 20`.execute(ctx.tx);
  return rows.map(({ agentPersonId }) => agentPersonId);
}

/** A mandate in force that a person has as its agent or on the side of its principal, kept for change. */
export async function lockMandate(ctx: Context, id: string, personId: string): Promise<Mandate | undefined> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.id = ${id} and ${inForce(ctx)}
      and (m.agent_person_id = ${personId} or m.principal_id in ${principalsOf(ctx, personId)})
    for update of m`.execute(ctx.tx);
  return rows[0];
}

/** `personId` is null where a clerk ends it, whom the audit names. */
export async function endMandate(ctx: Context, id: string, personId: string | null): Promise<void> {
  await ctx.tx
    .updateTable('mandate')
    .set({ revokedAt: ctx.now, revokedBy: personId })
    .where('id', '=', id)
    .execute();
  ctx.record({ action: 'mandate.revoke', entity: 'mandate', entityId: id });
}
