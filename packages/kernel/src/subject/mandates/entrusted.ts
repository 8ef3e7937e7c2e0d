import type { Context } from '../../platform/context/index.ts';
import { hold, sql } from '../../platform/database/index.ts';
import type { Mandate } from './model.ts';
import { columns, inForce } from './store.ts';

/** Cases under way that others let a person do for them, as a list for `in`. */
export function entrustedTo(ctx: Context, personId: string) {
  return sql`(select m.case_id from mandate m
    where m.agent_person_id = ${personId} and m.case_id is not null and ${inForce(ctx)})`;
}

/** The same with those that have ended since; what was taken back or ran out is not among them. */
export function everEntrustedTo(ctx: Context, personId: string) {
  return sql`(select m.case_id from mandate m
    where m.agent_person_id = ${personId} and m.case_id is not null and m.revoked_at is null
      and (m.used_at is not null or ${inForce(ctx)}))`;
}

/** The mandate in force by which a person does this one case for another. */
export async function findEntrusted(
  ctx: Context,
  agentPersonId: string,
  caseId: string,
): Promise<Mandate | undefined> {
  const { rows } = await sql<Mandate>`select ${columns}
    where m.case_id = ${caseId} and m.agent_person_id = ${agentPersonId} and ${inForce(ctx)}
    order by m.id limit 1`.execute(ctx.tx);
  return rows[0];
}

/** People who do this one case for another now. */
export async function listEntrusted(ctx: Context, caseId: string): Promise<string[]> {
  const { rows } = await sql<{ agentPersonId: string }>`select m.agent_person_id from mandate m
    where m.case_id = ${caseId} and ${inForce(ctx)} order by m.id limit 20`.execute(ctx.tx);
  return rows.map(({ agentPersonId }) => agentPersonId);
}

/** A case has ended, and the mandates for it with it; those that had run out before stay as they ended. */
export function endEntrusted(ctx: Context, caseId: string): Promise<void> {
  return hold(
    ctx.tx,
    sql`update mandate m set used_at = ${ctx.now} where m.case_id = ${caseId} and ${inForce(ctx)}`,
  );
}
