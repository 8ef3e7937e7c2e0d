import Type, { type Static } from 'typebox';
import { sql } from '../../platform/database/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { coveredBy } from './store.ts';

const Count = Type.Integer({ minimum: 0 });

const Overview = Type.Object(
  {
    asOf: Type.String({ format: 'date-time' }),
    days: Type.Integer({ description: 'The period looked back, in days' }),
    load: Type.Array(
      Type.Object({
        account: Type.Union([Type.String(), Type.Null()], { description: 'Null: nobody has taken them' }),
        name: Type.String(),
        open: Count,
        soon: Type.Integer({ description: 'Due within two days' }),
        overdue: Count,
      }),
      { description: 'Open cases by who has taken them; at most 100 people' },
    ),
    decided: Type.Object({
      granted: Count,
      refused: Count,
      late: Type.Integer({ description: 'Decided after the date promised' }),
      hours: Type.Union([Type.Number(), Type.Null()], {
        description: 'Median from hand-in to decision, in hours of the calendar; cases decided by rule too',
      }),
    }),
    items: Type.Array(
      Type.Object({ code: Type.String(), title: Text, open: Count, decided: Count, late: Count }),
      { description: 'The twenty items with the most cases' },
    ),
    ratings: Type.Object({
      stars: Type.Array(Count, { description: 'How many of one to five stars' }),
      waiting: Type.Integer({ description: 'Bad ratings that nobody has called back about' }),
    }),
    refusals: Type.Array(
      Type.Object({ text: Text, basis: Text, outcome: Type.Enum(['notGranted', 'refused']), count: Count }),
      { description: 'Grounds of no grant and of refusal, the most frequent twenty' },
    ),
  },
  { description: 'How a section stands: figures of cases, none of persons' },
);

/** What one head of section sees: load, lateness, ratings, grounds of refusal. */
export function overviewRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/cases/overview',
    summary: 'How my section stands',
    who: { posts: ['head'] },
    query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 30 })) }),
    output: Overview,
    handler: (ctx, { query }) => overviewOf(ctx, query.days ?? 30),
  });
}

async function overviewOf(ctx: Context, days: number): Promise<Static<typeof Overview>> {
  const covered = coveredBy(postsOf(ctx.actor).filter((post) => post.role === 'head'));
  const since = new Date(ctx.now.getTime() - days * 86_400_000);
  const [load, decided, items, ratings, refusals] = [
    await loadOf(ctx, covered),
    await decidedOf(ctx, covered, since),
    await itemsOf(ctx, covered, since),
    await ratingsOf(ctx, covered, since),
    await refusalsOf(ctx, covered, since),
  ];
  return { asOf: ctx.now.toISOString(), days, load, decided, items, ratings, refusals };
}

type Covered = ReturnType<typeof coveredBy>;

async function loadOf(ctx: Context, covered: Covered): Promise<Static<typeof Overview>['load']> {
  const { rows } = await sql<{
    account: string | null;
    name: string;
    open: number;
    soon: number;
    overdue: number;
  }>`
    select h.login as account, coalesce(h.name, '') as name, count(*)::int as open,
      count(*) filter (where c.due >= at.now and c.due < at.now + interval '2 days')::int as soon,
      count(*) filter (where c.due < at.now)::int as overdue
    from service_case c cross join (select ${ctx.now}::timestamptz as now) at
      left join account h on h.id = c.claimed_by
    where c.ended_at is null and c.status not in ('draft', 'granted', 'notGranted') and ${covered}
    group by h.login, h.name order by overdue desc, open desc, name limit 100`.execute(ctx.tx);
  return rows;
}

async function decidedOf(
  ctx: Context,
  covered: Covered,
  since: Date,
): Promise<Static<typeof Overview>['decided']> {
  const { rows } = await sql<{ granted: number; refused: number; late: number; hours: number | null }>`
    select count(*) filter (where c.decision->>'outcome' = 'granted')::int as granted,
      count(*) filter (where c.decision->>'outcome' = 'refused')::int as refused,
      count(*) filter (where c.decided_at > c.due)::int as late,
      (percentile_cont(0.5) within group (order by extract(epoch from c.decided_at - c.submitted_at)) / 3600)::float8 as hours
    from service_case c where c.decided_at >= ${since} and ${covered}`.execute(ctx.tx);
  const [found = { granted: 0, refused: 0, late: 0, hours: null }] = rows;
  return { ...found, hours: found.hours === null ? null : Math.round(found.hours * 10) / 10 };
}

async function itemsOf(
  ctx: Context,
  covered: Covered,
  since: Date,
): Promise<Static<typeof Overview>['items']> {
  const { rows } = await sql<{ code: string; title: Text; open: number; decided: number; late: number }>`
    with counted as (
      select c.item_code as code, max(c.item_version_id::text)::uuid as version,
        count(*) filter (where c.ended_at is null and c.status not in ('granted', 'notGranted'))::int as open,
        count(*) filter (where c.decided_at is not null)::int as decided,
        count(*) filter (where c.decided_at > c.due)::int as late
      from service_case c
      where c.status <> 'draft' and (c.ended_at is null or c.decided_at >= ${since}) and ${covered}
      group by c.item_code order by count(*) desc limit 20)
    select k.code, v.content->'title' as title, k.open, k.decided, k.late
    from counted k join item_version v on v.id = k.version order by k.open + k.decided desc, k.code`.execute(
    ctx.tx,
  );
  return rows;
}

async function ratingsOf(
  ctx: Context,
  covered: Covered,
  since: Date,
): Promise<Static<typeof Overview>['ratings']> {
  const { rows } = await sql<{ stars: number; count: number; waiting: number }>`
    select r.stars, count(*)::int as count,
      count(*) filter (where r.stars <= 2 and r.named and r.answered_at is null)::int as waiting
    from rating r join service_case c on c.id = r.case_id
    where r.created_at >= ${since} and ${covered} group by r.stars`.execute(ctx.tx);
  const stars = [1, 2, 3, 4, 5].map((star) => rows.find((row) => row.stars === star)?.count ?? 0);
  return { stars, waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0) };
}

async function refusalsOf(
  ctx: Context,
  covered: Covered,
  since: Date,
): Promise<Static<typeof Overview>['refusals']> {
  // A ground is named by its code; what a person wrote is grouped by its legal basis, words differ each time.
  const { rows } = await sql<Static<typeof Overview>['refusals'][number]>`
    select (array_agg(reason->'text'))[1] as text, (array_agg(reason->'basis'))[1] as basis,
      reason->>'outcome' as outcome, count(*)::int as count
    from service_case c cross join lateral jsonb_array_elements(c.reasons) reason
    where c.updated_at >= ${since} and c.status in ('notGranted', 'refused', 'notAccepted')
      and reason->>'outcome' in ('notGranted', 'refused') and ${covered}
    group by c.item_code, reason->>'code', reason->>'outcome',
      case when reason->>'code' = 'person' then reason->'basis'->>'zh' end
    order by count(*) desc, 1 limit 20`.execute(ctx.tx);
  return rows;
}
