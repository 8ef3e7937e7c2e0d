import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { diffWithBefore, editDraft, getManaged, listManaged, moveItem, publishReviewed } from './manage.ts';

const Defect = Type.Object({ rule: Type.String(), field: Type.String(), text: Text });

const summary = {
  id: Type.String(),
  code: Type.String(),
  name: Type.String(),
  agency: Type.String(),
  state: Type.Enum(['draft', 'review', 'published', 'withdrawn']),
  version: Type.Integer(),
  caseType: Type.String(),
  online: Type.Boolean(),
  defects: Type.Array(Defect),
};

const Detail = Type.Object({
  ...summary,
  rowVersion: Type.Integer({ description: 'For If-Match when a draft is edited' }),
  content: Type.Unknown({ description: 'The implementation list as far as it is filled in' }),
  diff: Type.Unknown({
    description: 'Changes against the version before, with steps, days and materials saved; or null',
  }),
});

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const editors = { posts: ['admin', 'head', 'dataOfficer'] } as const;

/** Items as those who keep them see them: every version, with its defects. */
export function itemDeskRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/items',
      summary: 'Items of my agencies in every state',
      who: 'staff',
      query: Type.Object({
        ...pageQuery.properties,
        q: Type.Optional(Type.String({ maxLength: 100 })),
        state: Type.Optional(Type.Enum(['draft', 'review', 'published', 'withdrawn'])),
      }),
      output: cursorPage(Type.Object(summary)),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listManaged(
          ctx,
          { q: query.q?.trim() || undefined, state: query.state },
          limit + 1,
          query.cursor ?? null,
        );
        const items = rows.slice(0, limit);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/items/:id',
      summary: 'A version of an item, and what it changes',
      who: 'staff',
      params: Id,
      output: Detail,
      handler: async (ctx, { params }) => {
        const item = await getManaged(ctx, params.id);
        return { ...item, diff: await diffWithBefore(ctx, item) };
      },
    }),
    route({
      method: 'PATCH',
      url: '/api/v1/desk/items/:id',
      summary: 'Change a draft',
      who: editors,
      params: Id,
      body: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
      output: Type.Object({ id: Type.String(), rowVersion: Type.Integer(), defects: Type.Array(Defect) }),
      handler: (ctx, { params, body, ifMatch }) => editDraft(ctx, params.id, ifMatch, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/items/:id/:move',
      summary: 'Send to review, give back, publish or withdraw',
      who: editors,
      params: Type.Object({
        id: Type.String({ format: 'uuid' }),
        move: Type.Enum(['review', 'return', 'withdraw', 'publish']),
      }),
      output: Type.Object({ id: Type.String() }),
      handler: async (ctx, { params }) => {
        if (params.move === 'publish') await publishReviewed(ctx, params.id);
        else await moveItem(ctx, params.id, params.move);
        return { id: params.id };
      },
    }),
  ];
}
