import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { examineItem } from './audit.ts';
import { readPatch } from './draft-shape.ts';
import { createDraft, editDraft, reviseItem } from './drafts.ts';
import { diffVersions, getManaged, listManaged, listVersions, moveItem, publishReviewed } from './manage.ts';
import { findBase } from './service.ts';

const Defect = Type.Object({
  rule: Type.String({ description: 'Name of the rule; `complete` for an element that is missing' }),
  field: Type.String({ description: 'Element of the implementation list' }),
  text: Text,
});

const State = Type.Enum(['draft', 'review', 'published', 'withdrawn']);

const summary = {
  id: Type.String(),
  code: Type.String(),
  name: Type.String(),
  agency: Type.String(),
  state: State,
  version: Type.Integer(),
  caseType: Type.String(),
  online: Type.Boolean(),
  defects: Type.Array(Defect),
};

const Content = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Elements of the implementation list as far as they are filled in',
});

const Detail = Type.Object({
  ...summary,
  rowVersion: Type.Integer({ description: 'For If-Match when a draft is edited' }),
  content: Content,
  base: Type.Union([Content, Type.Null()], {
    description: 'Elements that its base item fixes: they are inherited and cannot be changed here',
  }),
  versions: Type.Array(
    Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      state: State,
      createdAt: Type.String({ format: 'date-time' }),
      publishedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    }),
    { description: 'All versions of the same item, newest first' },
  ),
});

const Diff = Type.Object({
  changed: Type.Array(Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() })),
  saved: Type.Object({
    steps: Type.Integer(),
    days: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Of the promised term; null where the units differ',
    }),
    materials: Type.Integer(),
  }),
});

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Made = Type.Object({ id: Type.String() });
const editors = { posts: ['admin', 'head', 'dataOfficer'] } as const;

/** Items as those who keep them see them: every version, with its defects. */
export function itemDeskRoutes(): Route[] {
  return [...readRoutes(), ...writeRoutes()];
}

function readRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/items',
      summary: 'Items of my agencies in every state',
      who: 'staff',
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
        q: Type.Optional(Type.String({ maxLength: 100 })),
        state: Type.Optional(State),
        agency: Type.Optional(Type.String({ maxLength: 60, description: 'Slug' })),
      }),
      output: cursorPage(Type.Object(summary)),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const filter = { q: query.q?.trim() || undefined, state: query.state, agency: query.agency };
        const rows = await listManaged(ctx, filter, limit + 1, query.cursor ?? null);
        const items = rows.slice(0, limit);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/items/:id',
      summary: 'A version of an item with what its base item fixes, and its other versions',
      who: 'staff',
      params: Id,
      output: Detail,
      handler: async (ctx, { params }) => {
        const item = await getManaged(ctx, params.id);
        const { base } = item.content;
        const versions = await listVersions(ctx, item);
        return {
          ...item,
          base: (base !== undefined && (await findBase(ctx, base))) || null,
          versions: versions.map(({ createdAt, publishedAt, ...line }) => ({
            ...line,
            createdAt: createdAt.toISOString(),
            publishedAt: publishedAt?.toISOString() ?? null,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/desk/items/:id/diff/:against',
      summary: 'What a version changes against another, with steps, days and materials saved',
      who: 'staff',
      params: Type.Object({ ...Id.properties, against: Type.String({ format: 'uuid' }) }),
      output: Diff,
      handler: (ctx, { params }) => diffVersions(ctx, params.id, params.against),
    }),
  ];
}

function writeRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/items',
      summary: 'Begin an item',
      who: editors,
      status: 201,
      body: Type.Object(
        {
          agency: Type.String({ maxLength: 60, description: 'Slug' }),
          code: Type.String({ pattern: '^[0-9A-Z]{12}$', description: '事项基本编码' }),
          name: Type.String({ minLength: 2, maxLength: 200, description: 'Official name' }),
        },
        { additionalProperties: false },
      ),
      output: Made,
      handler: async (ctx, { body }) => ({ id: await createDraft(ctx, body) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/items/audit',
      summary: 'What the rules of publication would find in a content; nothing is saved',
      who: editors,
      body: Content,
      output: Type.Object({ defects: Type.Array(Defect) }),
      handler: async (_ctx, { body }) => ({ defects: examineItem(readPatch(body) as never) }),
    }),
    route({
      method: 'PATCH',
      url: '/api/v1/desk/items/:id',
      summary: 'Change elements of a draft; null takes one out',
      who: editors,
      params: Id,
      body: Content,
      output: Type.Object({ id: Type.String(), rowVersion: Type.Integer(), defects: Type.Array(Defect) }),
      handler: (ctx, { params, body, ifMatch }) => editDraft(ctx, params.id, ifMatch, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/items/:id/revise',
      summary: 'Begin the next version of an item with the content of this one',
      who: editors,
      status: 201,
      params: Id,
      output: Made,
      handler: async (ctx, { params }) => ({ id: await reviseItem(ctx, params.id) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/items/:id/:move',
      summary: 'Send to review, give back, publish or withdraw',
      who: editors,
      params: Type.Object({
        ...Id.properties,
        move: Type.Enum(['review', 'return', 'withdraw', 'publish']),
      }),
      output: Type.Object({
        id: Type.String({ description: 'Of the version; of the published one after publish' }),
      }),
      handler: async (ctx, { params: { id, move }, ifMatch }) => {
        if (move === 'publish') return { id: await publishReviewed(ctx, id, ifMatch) };
        await moveItem(ctx, id, ifMatch, move);
        return { id };
      },
    }),
  ];
}
