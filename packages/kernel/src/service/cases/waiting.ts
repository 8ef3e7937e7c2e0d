import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { entrustedTo, representedBy } from '../../subject/mandates/index.ts';
import type { WaitingFor } from './model.ts';
import { verbRules } from './verbs.ts';

/** Which of these cases wait for the caller as a resident, and for what. */
export async function listWaiting(
  ctx: Context,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, WaitingFor>> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || caseIds.length === 0) return new Map();
  const { accountId, personId } = actor;
  const represented = personId
    ? sql`(c.applicant_id in ${representedBy(ctx, personId)} or c.id in ${entrustedTo(ctx, personId)})`
    : sql`false`;
  const { rows } = await sql<{ id: string; waiting: WaitingFor | null }>`
    select c.id, case
      when p.state = 'asked' and c.status = any(${[...verbRules.confirm.in]}::text[]) then 'confirm'
      when not (c.account_id = ${accountId} or c.applicant_id = ${personId}
        or coalesce(c.agent_person_id = ${personId}, false) or ${represented}) then null
      when c.status = 'correcting' then 'correct'
      when c.status = 'notGranted' then 'choose'
      when c.status = any(${[...verbRules.pay.in]}::text[]) and exists (
        select 1 from payment_order o where o.case_id = c.id and o.state = 'open') then 'pay'
      end as waiting
    from service_case c left join case_party p on p.case_id = c.id and p.person_id = ${personId}
    where c.id = any(${[...caseIds]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.flatMap(({ id, waiting }) => (waiting === null ? [] : [[id, waiting]])));
}
