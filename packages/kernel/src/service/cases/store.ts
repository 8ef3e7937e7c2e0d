import { hold, insertRows, sql } from '../../platform/database/index.ts';
import { postsOf, type AtWindow, type Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { everEntrustedTo, representedBy } from '../../subject/mandates/index.ts';
import { divisionPrefix } from '../../subject/organisation/index.ts';
import { caseErrors } from './errors.ts';
import type { CaseRow, NewEvent } from './model.ts';

export async function insertCase(ctx: Context, row: CaseRow): Promise<void> {
  await hold(ctx.tx, ctx.tx.insertInto('serviceCase').values(toColumns(row)));
}

/** Writes a case back; `row.version` is the version it was read at. */
export async function updateCase(ctx: Context, row: CaseRow): Promise<void> {
  const { id, ...columns } = toColumns({ ...row, version: row.version + 1, updatedAt: ctx.now });
  await hold(ctx.tx, ctx.tx.updateTable('serviceCase').set(columns).where('id', '=', id));
  row.version += 1;
  row.updatedAt = ctx.now;
}

function toColumns(row: CaseRow) {
  return {
    ...row,
    form: JSON.stringify(row.form),
    materials: JSON.stringify(row.materials),
    sources: JSON.stringify(row.sources),
    reasons: JSON.stringify(row.reasons),
    decision: row.decision === null ? null : JSON.stringify(row.decision),
    corrections: JSON.stringify(row.corrections),
    statutory: row.statutory === null ? null : JSON.stringify(row.statutory),
    promised: row.promised === null ? null : JSON.stringify(row.promised),
  };
}

/**
 * The rows that an actor may see, as a condition over `service_case c`: one's own and those of entities that
 * one represents, those one filed, is party to or was let do, and those of the agencies and divisions that one's posts cover. Deny by default.
 */
export function visible(ctx: Context) {
  const { actor } = ctx;
  if (actor.kind === 'system') return sql`true`;
  if (actor.kind === 'anonymous') return sql`false`;
  const own = actor.personId
    ? sql`(c.applicant_id = ${actor.personId} or c.account_id = ${actor.accountId} or c.agent_person_id = ${actor.personId}
        or exists (select 1 from case_party p where p.case_id = c.id and p.person_id = ${actor.personId})
        or c.id in ${everEntrustedTo(ctx, actor.personId)}
        or (c.status <> 'draft' and c.applicant_id in ${representedBy(ctx, actor.personId)}))`
    : sql`c.account_id = ${actor.accountId}`;
  const posts = postsOf(actor);
  if (posts.length === 0) return own;
  return sql`(${own} or (c.status <> 'draft' and ${coveredBy(posts)}))`;
}

/** Cases of the agency and division of one of these posts; one agency, as is usual, is read in order of its index. */
export function coveredBy(posts: readonly { agencyId: string; divisionCode: string }[]) {
  const agencies = [...Map.groupBy(posts, ({ agencyId }) => agencyId)].map(([agencyId, held]) => {
    const prefixes = [...new Set(held.map(({ divisionCode }) => `${divisionPrefix(divisionCode)}%`))];
    const divisions = prefixes.map((prefix) => sql`c.division_code like ${prefix}`);
    return sql`(c.agency_id = ${agencyId} and (${sql.join(divisions, sql` or `)}))`;
  });
  return sql`(${agencies.length === 0 ? sql`false` : sql.join(agencies, sql` or `)})`;
}

export async function findCase(ctx: Context, id: string): Promise<CaseRow | undefined> {
  const { rows } =
    await sql<CaseRow>`select c.* from service_case c where c.id = ${id} and ${visible(ctx)}`.execute(ctx.tx);
  return rows[0];
}

/** Reads a case for change: others who want to change it wait. */
export async function lockCase(ctx: Context, id: string): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`
    select c.* from service_case c where c.id = ${id} and ${visible(ctx)} for update of c`.execute(ctx.tx);
  if (!rows[0]) throw caseErrors.notFound();
  return rows[0];
}

export async function insertEvents(
  ctx: Context,
  caseId: string,
  events: readonly NewEvent[],
  { isApplicant, actsFor }: { isApplicant: boolean; actsFor: string | null },
): Promise<void> {
  if (events.length === 0) return;
  const { actor } = ctx;
  const rows = events.map((event) => {
    const bySystem = event.bySystem || actor.kind !== 'account';
    return {
      id: newId(),
      case_id: caseId,
      at: ctx.now,
      kind: event.kind,
      actor_kind: bySystem ? 'system' : isApplicant ? 'applicant' : 'staff',
      account_id: actor.kind === 'account' ? actor.accountId : null,
      actor_name: actor.kind === 'account' && !bySystem ? nameOf(actor) : '',
      acts_for: bySystem ? null : actsFor,
      post_id: bySystem || isApplicant ? null : (postsOf(actor)[0]?.id ?? null),
      from_status: event.fromStatus ?? null,
      to_status: event.toStatus ?? null,
      text_zh: event.text.zh,
      text_en: event.text.en,
      detail: event.detail ?? {},
      notice_id: event.noticeId ?? null,
    };
  });
  await hold(ctx.tx, insertRows('case_event', rows));
}

/** At a window the clerk who stands beside is named with the person. */
function nameOf({ name, atWindow }: { name: string; atWindow?: AtWindow }): string {
  return atWindow ? `${name}（窗口 ${atWindow.place}：${atWindow.clerkName}）` : name;
}

export interface CaseEvent {
  id: string;
  at: Date;
  kind: string;
  actorKind: 'applicant' | 'staff' | 'system';
  accountId: string | null;
  actorName: string;
  /** Name of the applicant whom they acted for by a mandate for this case alone. */
  actsFor: string | null;
  postZh: string | null;
  postEn: string | null;
  textZh: string;
  textEn: string;
  detail: Record<string, unknown>;
  noticeId: string | null;
  noticeNumber: string | null;
  noticeZh: string | null;
  noticeEn: string | null;
}

/** The history of a case, oldest first; a case has some dozen steps, and 500 bounds a strange one. */
export async function listEvents(ctx: Context, caseId: string): Promise<CaseEvent[]> {
  const { rows } = await sql<CaseEvent>`
    select e.id, e.at, e.kind, e.actor_kind, e.account_id, e.actor_name, e.acts_for, p.name_zh as post_zh, p.name_en as post_en, e.text_zh, e.text_en,
      e.detail, e.notice_id, n.number as notice_number, n.title_zh as notice_zh, n.title_en as notice_en
    from case_event e left join notice n on n.id = e.notice_id left join post p on p.id = e.post_id
    where e.case_id = ${caseId} order by e.id limit 500`.execute(ctx.tx);
  return rows;
}

export interface CaseParty {
  personId: string;
  role: string;
  state: 'asked' | 'confirmed' | 'declined';
  /** Answers of the application that they are or were asked to confirm. */
  confirms: string[];
}

export async function listParties(ctx: Context, caseId: string): Promise<CaseParty[]> {
  const rows = await ctx.tx
    .selectFrom('caseParty')
    .select(['personId', 'role', 'state', 'confirms'])
    .where('caseId', '=', caseId)
    .limit(50)
    .execute();
  return rows as CaseParty[];
}

/** Asks someone to agree; who agreed before to something else is asked again. */
export async function addParty(ctx: Context, caseId: string, personId: string, role: string): Promise<void> {
  await ctx.tx
    .insertInto('caseParty')
    .values({ caseId, personId, role })
    .onConflict((conflict) =>
      conflict
        .columns(['caseId', 'personId'])
        .doUpdateSet({ state: 'asked', answeredAt: null, confirms: [] }),
    )
    .execute();
}

/** Keeps what is to be confirmed with those who are asked and do not have it yet. */
export async function keepConfirms(ctx: Context, caseId: string, confirms: readonly string[]): Promise<void> {
  await sql`update case_party set confirms = ${[...confirms]}::text[]
    where case_id = ${caseId} and state = 'asked' and confirms = '{}'`.execute(ctx.tx);
}

export async function answerParty(
  ctx: Context,
  caseId: string,
  personId: string,
  state: 'confirmed' | 'declined',
): Promise<void> {
  await ctx.tx
    .updateTable('caseParty')
    .set({ state, answeredAt: ctx.now })
    .where('caseId', '=', caseId)
    .where('personId', '=', personId)
    .execute();
}
