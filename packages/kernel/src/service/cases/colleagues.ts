import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import type { CaseRow } from './model.ts';
import { coveringPosts } from './parts.ts';
import { findCase } from './store.ts';
import { listOpenTasks } from './tasks.ts';

export interface Colleague {
  /** As the verb `hand-over` takes it. */
  account: string;
  name: string;
  post: Text;
  /** Open cases that they have taken, counted up to 100. */
  open: number;
}

const mostColleagues = 50;

/** Staff who may take the task that a case waits for, those with the least to do first. Errors: `case.not-found`. */
export async function listColleagues(
  ctx: Context,
  deps: Pick<CaseDeps, 'processes'>,
  caseId: string,
): Promise<Colleague[]> {
  const row = await findCase(ctx, caseId);
  if (!row || coveringPosts(ctx, row).length === 0) throw caseErrors.notFound();
  const tasks = await listOpenTasks(ctx, deps, row);
  return queryColleagues(ctx, row, [...new Set(tasks.flatMap((task) => task.others))]);
}

async function queryColleagues(ctx: Context, row: CaseRow, others: readonly string[]): Promise<Colleague[]> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<{ login: string; name: string; postZh: string; postEn: string; open: number }>`
    select * from (
      select distinct on (u.id) u.login, u.name, p.name_zh as post_zh, p.name_en as post_en,
        (select count(*)::int from (select 1 from service_case o
          where o.claimed_by = u.id and o.ended_at is null limit 100) held) as open
      from post p
        join account_post h on h.post_id = p.id and h.valid_from <= ${today}
          and (h.valid_until is null or h.valid_until >= ${today})
        join account u on u.id = h.account_id and u.disabled_at is null
      where p.agency_id = ${row.agencyId} and p.role = any(${row.waitingRoles}::text[])
        and ${row.divisionCode} like qc_division_prefix(p.division_code) || '%'
        and u.id is distinct from ${row.claimedBy}::uuid
        -- Nobody handles a case of their own, nor a step that must be another's than one they did.
        and u.id <> ${row.accountId}::uuid
        and (u.person_id is null or (u.person_id <> ${row.applicantId}::uuid
          and u.person_id is distinct from ${row.agentPersonId}::uuid
          and not exists (select 1 from case_party y where y.case_id = ${row.id} and y.person_id = u.person_id)))
        and not exists (select 1 from case_event e where e.case_id = ${row.id}
          and e.kind = any(${others}::text[]) and e.account_id = u.id)
      order by u.id, p.slug) found
    order by open, name, login limit ${mostColleagues}`.execute(ctx.tx);
  return rows.map(({ login, name, postZh, postEn, open }) => ({
    account: login,
    name,
    post: { zh: postZh, en: postEn },
    open,
  }));
}
