import type { RawBuilder } from 'kysely';
import { sql } from '../../platform/database/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { entrustedTo, representedBy } from '../../subject/mandates/index.ts';
import type { CaseRow } from './model.ts';
import type { QueueFilters } from './views.ts';
import { coveredBy } from './store.ts';

/** What lists show of a case; what was filled in and decided is read with the case itself. */
export type ListedCase = Pick<
  CaseRow,
  | 'id'
  | 'number'
  | 'itemVersionId'
  | 'itemCode'
  | 'itemName'
  | 'status'
  | 'applicantKind'
  | 'applicantId'
  | 'applicantName'
  | 'accountId'
  | 'agentPersonId'
  | 'divisionCode'
  | 'claimedBy'
  | 'due'
  | 'submittedAt'
  | 'endedAt'
  | 'updatedAt'
  | 'version'
>;

export type ListedRow = ListedCase & { handlerName: string | null };

const columns = sql`c.id, c.number, c.item_version_id, c.item_code, c.item_name, c.status, c.applicant_kind,
  c.applicant_id, c.applicant_name, c.account_id, c.agent_person_id, c.division_code, c.claimed_by, c.due,
  c.submitted_at, c.ended_at, c.updated_at, c.version, h.name as handler_name
  from service_case c left join account h on h.id = c.claimed_by`;

/** Cases that the caller filed, is the applicant of, was let do, or must confirm; newest first. */
export async function listMine(ctx: Context, limit: number, before: string | null): Promise<ListedRow[]> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return [];
  const { personId, accountId } = actor;
  const represented = personId ? representedBy(ctx, personId) : sql`(null)`;
  const entrusted = personId ? entrustedTo(ctx, personId) : sql`(null)`;
  // Each way to a case is followed no further than the page goes, however many there are.
  const page = (id: RawBuilder<unknown>) =>
    sql`and (${before}::uuid is null or ${id} < ${before}::uuid) order by ${id} desc limit ${limit}`;
  const own = page(sql`id`);
  const { rows } = await sql<ListedRow>`select ${columns}
    where c.id in (
      (select id from service_case where account_id = ${accountId} ${own})
      union (select id from service_case where applicant_id = ${personId} and status <> 'draft' ${own})
      union (select id from service_case where applicant_id in ${represented} and status <> 'draft' ${own})
      union (select id from service_case where id in ${entrusted} ${own})
      union (select case_id from case_party where person_id = ${personId} ${page(sql`case_id`)}))
    order by c.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Filters of the desk's page, with the view decided. */
export type QueueFilter = Omit<QueueFilters, 'view'> & { view: NonNullable<QueueFilters['view']> };

/**
 * Cases that the posts of the caller cover. `todo`: waits for one of the caller's roles and nobody else
 * has it; `mine`: taken by the caller; `due`: open and due soon, first due first; `all`: newest first.
 */
export async function listForPosts(
  ctx: Context,
  filter: QueueFilter,
  limit: number,
  after: readonly [string | null, string] | null,
): Promise<ListedRow[]> {
  const posts = postsOf(ctx.actor);
  if (posts.length === 0 || ctx.actor.kind !== 'account') return [];
  const roles = [...new Set(posts.map((post) => post.role))];
  const view = {
    todo: sql`c.ended_at is null and c.waiting_roles && ${roles}::text[] and (c.claimed_by is null or c.claimed_by = ${ctx.actor.accountId})`,
    mine: sql`c.ended_at is null and c.claimed_by = ${ctx.actor.accountId}`,
    due: sql`c.ended_at is null and c.due is not null`,
    all: sql`true`,
  }[filter.view];
  const conditions = [sql`c.status <> 'draft'`, coveredBy(posts), view];
  if (filter.status) conditions.push(sql`c.status = ${filter.status}`);
  if (filter.item) conditions.push(sql`c.item_code = ${filter.item}`);
  if (filter.lateness) conditions.push(dueWithin(ctx, filter.lateness));
  if (filter.q) conditions.push(found(filter.q));
  const byDue = filter.view !== 'all';
  if (after && byDue) {
    const [due, id] = after;
    conditions.push(
      sql`(coalesce(c.due, 'infinity'), c.id) > (coalesce(${due}::timestamptz, 'infinity'), ${id}::uuid)`,
    );
  } else if (after) conditions.push(sql`c.id < ${after[1]}::uuid`);
  const order = byDue ? sql`coalesce(c.due, 'infinity'), c.id` : sql`c.id desc`;
  const { rows } = await sql<ListedRow>`select ${columns}
    where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** A number has digits; anything else is a name. */
function found(q: string) {
  const beginning = `${q.replaceAll(/[%_\\]/g, '')}%`;
  return /\d/.test(q)
    ? sql`c.number like ${beginning.toUpperCase()}`
    : sql`c.applicant_name like ${beginning}`;
}

function dueWithin(ctx: Context, lateness: 'overdue' | 'soon') {
  const now = sql`${ctx.now}::timestamptz`;
  return lateness === 'overdue'
    ? sql`c.ended_at is null and c.due < ${now}`
    : sql`c.ended_at is null and c.due >= ${now} and c.due < ${now} + interval '2 days'`;
}
