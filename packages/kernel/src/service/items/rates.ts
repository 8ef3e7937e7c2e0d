import Type from 'typebox';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';

/** Types that a person or company applies for; penalties, compulsion, levies and inspections come by themselves. */
const onApplication = ['01', '05', '07', '08', '09', '10', '20'];
/** Approvals in the narrower sense: public services are not approved. */
const approvals = ['01', '05', '07', '08', '09', '10'];

interface RateItem {
  code: string;
  name: string;
  itemType: string;
  published: boolean;
  online: boolean;
  visits: number | null;
  visitReason: Text | null;
  agencySlug: string | null;
  agencyZh: string | null;
  agencyEn: string | null;
  divisionCode: string | null;
  divisionZh: string | null;
  divisionEn: string | null;
}

interface RateRule {
  id: string;
  name: Text;
  /** Null counts the item; a text says why it does not count. */
  exclude(item: RateItem): Text | null;
  meets(item: RateItem): boolean;
}

const foreign: Text = { zh: '不属于本市部门（外来清单）', en: 'Of no agency here (a list from elsewhere)' };
const draft: Text = { zh: '尚未公布', en: 'Not published yet' };
const byItself: Text = {
  zh: '依职权办理，不由申请启动',
  en: 'Done by the authority itself, not on application',
};
const noApproval: Text = { zh: '公共服务，不属于审批', en: 'A public service, not an approval' };

/** The three rates of the plan's goal on online services; each has its own denominator. */
const rules: readonly RateRule[] = [
  {
    id: 'included',
    name: { zh: '纳入平台率', en: 'On the platform' },
    exclude: (item) => (item.agencySlug === null ? foreign : null),
    meets: (item) => item.published,
  },
  {
    id: 'online',
    name: { zh: '网上可办率', en: 'Can be done online' },
    exclude: (item) => {
      if (item.agencySlug === null) return foreign;
      if (!item.published) return draft;
      return onApplication.includes(item.itemType) ? null : byItself;
    },
    meets: (item) => item.online,
  },
  {
    id: 'noVisit',
    name: { zh: '不见面审批率', en: 'Approved without a visit' },
    exclude: (item) => {
      if (item.agencySlug === null) return foreign;
      if (!item.published) return draft;
      if (!approvals.includes(item.itemType))
        return onApplication.includes(item.itemType) ? noApproval : byItself;
      // Identity on the spot or originals: the law wants the visit, and the item says so.
      return (item.visits ?? 0) > 0 && item.visitReason ? item.visitReason : null;
    },
    meets: (item) => item.visits === 0,
  },
];

const mostExcluded = 200;

/** One row an item: the version in force on the day, else its newest draft. A city has some thousands. */
async function itemsOn(ctx: Context, day: string): Promise<RateItem[]> {
  const { rows } = await sql<RateItem>`
    select distinct on (v.code) v.code, v.name, v.item_type, v.state = 'published' as published, v.online,
      (v.content->>'visits')::int as visits, v.content->'visitReason' as visit_reason,
      a.slug as agency_slug, a.name_zh as agency_zh, a.name_en as agency_en,
      d.code as division_code, d.name_zh as division_zh, d.name_en as division_en
    from item_version v left join agency a on a.id = v.agency_id left join division d on d.code = a.division_code
    where v.state <> 'withdrawn' and (v.effective_from is null or v.effective_from <= ${day})
      and (v.published_at is null or (v.published_at at time zone 'Asia/Shanghai')::date <= ${day})
    order by v.code, v.state = 'published' desc, v.version desc limit 200000`.execute(ctx.tx);
  return rows;
}

function count(
  items: readonly RateItem[],
  rule: RateRule,
): { id: string; numerator: number; denominator: number } {
  const counted = items.filter((item) => rule.exclude(item) === null);
  return { id: rule.id, numerator: counted.filter(rule.meets).length, denominator: counted.length };
}

/** The three rates as of a day, by agency and division, with what was left out and why. */
export async function computeRates(ctx: Context, day: string) {
  const items = await itemsOn(ctx, day);
  const groupsBy = (
    kind: 'agency' | 'division',
    key: (item: RateItem) => string | null,
    name: (item: RateItem) => Text,
  ) =>
    [
      ...Map.groupBy(
        items.filter((item) => key(item) !== null),
        key,
      ),
    ].map(([code, members]) => ({
      kind,
      code: code ?? '',
      name: members[0] ? name(members[0]) : { zh: '', en: '' },
      rates: rules.map((rule) => count(members, rule)),
    }));
  return {
    asOf: day,
    rates: rules.map((rule) => {
      const excluded = items.flatMap((item) => {
        const reason = rule.exclude(item);
        return reason ? [{ code: item.code, name: item.name, reason }] : [];
      });
      return {
        ...count(items, rule),
        name: rule.name,
        excluded: excluded.slice(0, mostExcluded),
        excludedCount: excluded.length,
      };
    }),
    groups: [
      ...groupsBy(
        'agency',
        (item) => item.agencySlug,
        (item) => ({ zh: item.agencyZh ?? '', en: item.agencyEn ?? '' }),
      ),
      ...groupsBy(
        'division',
        (item) => item.divisionCode,
        (item) => ({ zh: item.divisionZh ?? '', en: item.divisionEn ?? '' }),
      ),
    ],
  };
}

const Rate = Type.Object({ id: Type.String(), numerator: Type.Integer(), denominator: Type.Integer() });

export function rateRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/rates',
      summary: 'The three rates of online services, with denominators and exclusions',
      who: 'anyone',
      query: Type.Object({ asOf: Type.Optional(Type.String({ format: 'date' })) }),
      output: Type.Object({
        asOf: Type.String({ format: 'date' }),
        rates: Type.Array(
          Type.Object({
            ...Rate.properties,
            name: Text,
            excluded: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), reason: Text })),
            excludedCount: Type.Integer({
              description: `All of them; ${mostExcluded} are listed at the most`,
            }),
          }),
        ),
        groups: Type.Array(
          Type.Object({
            kind: Type.Enum(['agency', 'division']),
            code: Type.String(),
            name: Text,
            rates: Type.Array(Rate),
          }),
        ),
      }),
      handler: (ctx, { query }) => computeRates(ctx, query.asOf ?? dateOf(ctx.now)),
    }),
  ];
}
