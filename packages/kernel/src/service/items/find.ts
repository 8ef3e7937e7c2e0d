import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { loosePairs, searchQuery } from './search.ts';
import { filterSql, type ItemFilter } from './filter.ts';
import { getItemVersion, type ItemVersion } from './store.ts';

interface Hit {
  id: string;
  rank: number;
}

/**
 * Finds published items by words, pinyin, initials or everyday names, best first. Where nothing matches,
 * one wrong character is forgiven. `offset` is a place in the ranking, at most 1,000.
 */
export async function searchPublished(
  ctx: Context,
  text: string,
  filter: ItemFilter,
  limit: number,
  offset: number,
): Promise<ItemVersion[]> {
  const query = searchQuery(text);
  if (!query) return [];
  let hits = await strictHits(ctx, query.strict, filter, limit, offset);
  if (hits.length === 0 && query.loose && offset === 0)
    hits = await looseHits(ctx, text, query.loose, filter, limit);
  return Promise.all(hits.map((hit) => getItemVersion(ctx, hit.id)));
}

async function strictHits(
  ctx: Context,
  query: string,
  filter: ItemFilter,
  limit: number,
  offset: number,
): Promise<Hit[]> {
  // Of those that match about as well as the best one, what most people want comes first;
  // a name that has the word (0.6) is as good as one that has it several times over.
  const { rows } = await sql<Hit>`
    select id, rank from (
      select v.id, v.name, v.code, v.popular, h.rank, least(max(h.rank) over (), 0.6) as best
      from item_version v join agency a on a.id = v.agency_id, to_tsquery('simple', ${query}) q,
        lateral (select ts_rank('{0.01, 0.1, 0.3, 1}', v.search, q) as rank) h
      where v.state = 'published' and v.search @@ q and ${filterSql(filter)}) hits
    order by (rank > best / 2 and popular) desc, rank desc, length(name), code
    limit ${limit} offset ${Math.min(offset, 1000)}`.execute(ctx.tx);
  return rows;
}

async function looseHits(
  ctx: Context,
  text: string,
  query: string,
  filter: ItemFilter,
  limit: number,
): Promise<Hit[]> {
  const { pairs, needed } = loosePairs(text);
  const shared = sql`(select count(*) from unnest(${pairs}::text[]) p where v.grams like '%' || p || '%')`;
  const { rows } = await sql<Hit>`
    select id, rank from (
      select v.id, v.name, v.code, ${shared}::int as rank
      from item_version v join agency a on a.id = v.agency_id, to_tsquery('simple', ${query}) q
      where v.state = 'published' and v.search @@ q and ${filterSql(filter)}
      limit 2000) hits
    where rank >= ${needed} order by rank desc, length(name), code limit ${limit}`.execute(ctx.tx);
  return rows;
}
