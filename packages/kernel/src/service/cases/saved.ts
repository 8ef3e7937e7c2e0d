import Type, { type Static } from 'typebox';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { administeredPrefixes } from '../../subject/organisation/index.ts';
import { coveredBy } from './store.ts';

const Count = Type.Integer({ minimum: 0 });

const Saved = Type.Object(
  {
    since: Type.String({ format: 'date', description: 'First day counted' }),
    total: Count,
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        title: Text,
        month: Type.String({ description: 'YYYY-MM, in which the cases were handed in' }),
        cases: Type.Integer({ description: 'Cases in which at least one was saved' }),
        licences: Type.Integer({ description: 'Materials that a licence answered' }),
        records: Type.Integer({ description: 'Materials that a record of a library answered' }),
      }),
      { description: 'By month, newest first, and by item; at most 2,000 lines' },
    ),
  },
  { description: 'Materials that nobody had to hand in, counted from the cases themselves' },
);

/** What “ask once” spared people, for heads of their cases and for administrators of their divisions. */
export function savedRoute(): Route {
  return route({
    method: 'GET',
    url: '/api/v1/admin/saved-materials',
    summary: 'Materials not asked for because a licence or a library answered, by item and month',
    who: { posts: ['head', 'admin'] },
    query: Type.Object({ months: Type.Optional(Type.Integer({ minimum: 1, maximum: 24, default: 12 })) }),
    output: Saved,
    handler: (ctx, { query }) => savedOf(ctx, query.months ?? 12),
  });
}

async function savedOf(ctx: Context, months: number): Promise<Static<typeof Saved>> {
  const since = firstOfMonth(ctx.now, months - 1);
  const { rows } = await sql<Static<typeof Saved>['items'][number]>`
    with counted as (
      select c.item_code as code, to_char(c.submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
        max(c.item_version_id::text)::uuid as version, count(distinct c.id)::int as cases,
        count(*) filter (where m->'met'->>'kind' = 'licence')::int as licences,
        count(*) filter (where m->'met'->>'kind' = 'resource')::int as records
      from service_case c cross join lateral jsonb_array_elements(c.materials) m
      where c.submitted_at >= ${since}::date::timestamp at time zone 'Asia/Shanghai' and c.status <> 'draft'
        and m ? 'met' and not m ? 'fileId' and ${coveredFor(ctx)}
      group by 1, 2 order by 2 desc, 1 limit 2000)
    select k.code, v.content->'title' as title, k.month, k.cases, k.licences, k.records
    from counted k join item_version v on v.id = k.version order by k.month desc, k.code`.execute(ctx.tx);
  const total = rows.reduce((sum, { licences, records }) => sum + licences + records, 0);
  return { since, total, items: rows };
}

/** Cases that a head's posts cover, or of the divisions that an administrator has. */
function coveredFor(ctx: Context) {
  const byHead = coveredBy(postsOf(ctx.actor).filter(({ role }) => role === 'head'));
  const prefixes = administeredPrefixes(ctx).map((prefix) => `${prefix}%`);
  return sql`(${byHead} or c.division_code like any(${prefixes}::text[]))`;
}

/** The first day of the month that lies some months back, in China. */
function firstOfMonth(now: Date, back: number): string {
  const there = new Date(now.getTime() + 8 * 3_600_000);
  return new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() - back, 1)).toISOString().slice(0, 10);
}
