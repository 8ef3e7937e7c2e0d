import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { keepCurrent } from '../../platform/publication/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { itemErrors } from './errors.ts';
import { filterSql, type ItemFilter } from './filter.ts';
import type { ItemContent } from './model.ts';

export interface ItemVersion {
  id: string;
  code: string;
  version: number;
  state: 'draft' | 'review' | 'published' | 'withdrawn';
  agencyId: string;
  agencyCode: string;
  agencySlug: string;
  agencyName: Text;
  divisionCode: string;
  pack: string | null;
  content: ItemContent;
}

interface ItemRow {
  id: string;
  code: string;
  version: number;
  state: string;
  agencyId: string;
  agencyCode: string;
  agencySlug: string;
  agencyZh: string;
  agencyEn: string;
  divisionCode: string;
  pack: string | null;
  content: unknown;
}

const columns = sql`
  v.id, v.code, v.version, v.state, a.id as agency_id, a.code as agency_code, a.slug as agency_slug,
  a.name_zh as agency_zh, a.name_en as agency_en, v.division_code, v.pack, v.content
  from item_version v join agency a on a.id = v.agency_id`;

function toVersion({ agencyZh, agencyEn, ...row }: ItemRow): ItemVersion {
  return {
    ...row,
    state: row.state as ItemVersion['state'],
    agencyName: { zh: agencyZh, en: agencyEn },
    content: row.content as ItemContent,
  };
}

/** The published version of an item, by implementation code, basic code or slug. */
export async function findPublished(ctx: Context, code: string): Promise<ItemVersion | undefined> {
  return publishedOf(ctx, code, async () => {
    const { rows } = await sql<ItemRow>`select ${columns}
      where v.state = 'published' and (v.code = ${code} or v.slug = ${code})
      order by (v.code = ${code}) desc limit 1`.execute(ctx.tx);
    return rows[0] && toVersion(rows[0]);
  });
}

const publishedOf = keepCurrent<ItemVersion | undefined>();

export async function getPublished(ctx: Context, code: string): Promise<ItemVersion> {
  const item = await findPublished(ctx, code);
  if (!item) throw itemErrors.notFound({ code });
  return item;
}

// A version that is published never changes again, so a process may keep it.
const kept = new Map<string, ItemVersion>();

export async function getItemVersion(ctx: Context, id: string): Promise<ItemVersion> {
  const known = kept.get(id);
  if (known) return known;
  const { rows } = await sql<ItemRow>`select ${columns} where v.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw itemErrors.notFound({ code: id });
  const version = toVersion(rows[0]);
  if (version.state === 'published' || version.state === 'withdrawn') {
    if (kept.size >= 2000) kept.clear();
    kept.set(id, version);
  }
  return version;
}

/** Published items in order of their code. */
export async function listPublished(
  ctx: Context,
  filter: ItemFilter,
  limit: number,
  after: string | null,
): Promise<ItemVersion[]> {
  const { rows } = await sql<ItemRow>`select ${columns}
    where v.state = 'published' and ${filterSql(filter)}
      and (${after}::text is null or v.code > ${after})
    order by v.code limit ${limit}`.execute(ctx.tx);
  return rows.map(toVersion);
}

/** How many published items each agency and each life event has, for the home page; a city has few of both. */
export async function countPublished(
  ctx: Context,
): Promise<{ agencies: Map<string, number>; lifeEvents: Map<string, number> }> {
  const { rows } = await sql<{ kind: string; key: string; count: number }>`
    select 'agency' as kind, a.slug as key, count(*) from item_version v join agency a on a.id = v.agency_id
      where v.state = 'published' group by a.slug
    union all
    select 'event', e, count(*) from item_version v, unnest(v.life_events) e where v.state = 'published' group by e`.execute(
    ctx.tx,
  );
  const of = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map((row) => [row.key, Number(row.count)]));
  return { agencies: of('agency'), lifeEvents: of('event') };
}
