import Type from 'typebox';
import {
  cursorPage,
  decodeCursor,
  encodeCursor,
  pageQuery,
  route,
  type Route,
} from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { searchPublished } from './find.ts';
import type { ItemFilter } from './filter.ts';
import { ItemDetail, ItemSummary } from './model.ts';
import { presentDetail, presentSummary } from './present.ts';
import { getPublished, listPublished } from './store.ts';

const ItemQuery = Type.Object({
  ...pageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 100, description: 'Words, pinyin or initials' })),
  division: Type.Optional(Type.String({ maxLength: 12 })),
  agency: Type.Optional(Type.String({ maxLength: 50, description: 'Credit code or short name' })),
  event: Type.Optional(Type.String({ maxLength: 50, description: 'Life event' })),
  object: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('enterprise')])),
});

/** Items as the public sees them: only the published versions. */
export function itemRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/items',
      summary: 'Search published items',
      who: 'anyone',
      query: ItemQuery,
      output: cursorPage(ItemSummary),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const filter = filterOf(query);
        if (!query.q?.trim()) return listPage(ctx, filter, limit, query.cursor);
        const [offset] = query.cursor ? decodeCursor(query.cursor, 1) : [0];
        const from = Math.max(0, Number(offset) || 0);
        const rows = await searchPublished(ctx, query.q, filter, limit + 1, from);
        const next = rows.length > limit && from + limit < 1000 ? encodeCursor([from + limit]) : null;
        return { items: rows.slice(0, limit).map(presentSummary), next };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/items/suggest',
      summary: 'Suggestions while one types',
      who: 'anyone',
      query: Type.Object({ q: Type.String({ maxLength: 100 }) }),
      output: Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), title: Text })) }),
      handler: async (ctx, { query }) => {
        const rows = await searchPublished(ctx, query.q, {}, 8, 0);
        return { items: rows.map((row) => ({ code: row.code, title: row.content.title })) };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/items/popular',
      summary: 'The items used most, eight at the most',
      who: 'anyone',
      output: Type.Object({ items: Type.Array(ItemSummary) }),
      handler: async (ctx) => ({
        items: (await listPublished(ctx, { popular: true }, 8, null)).map(presentSummary),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/items/:code',
      summary: 'The guide of an item',
      who: 'anyone',
      params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
      output: ItemDetail,
      handler: async (ctx, { params }) => presentDetail(await getPublished(ctx, params.code)),
    }),
  ];
}

async function listPage(
  ctx: Parameters<Route['handler']>[0],
  filter: ItemFilter,
  limit: number,
  cursor: string | undefined,
) {
  const [after] = cursor ? decodeCursor(cursor, 1) : [null];
  const rows = await listPublished(ctx, filter, limit + 1, after === null ? null : String(after));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(presentSummary),
    next: rows.length > limit && last ? encodeCursor([last.code]) : null,
  };
}

function filterOf(query: {
  division?: string;
  agency?: string;
  event?: string;
  object?: string;
}): ItemFilter {
  return {
    ...(query.division ? { divisionCode: query.division } : {}),
    ...(query.agency ? { agencyCode: query.agency } : {}),
    ...(query.event ? { lifeEvent: query.event } : {}),
    ...(query.object ? { serviceObject: query.object === 'person' ? 1 : 2 } : {}),
  };
}
