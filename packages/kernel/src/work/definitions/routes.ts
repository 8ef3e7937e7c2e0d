import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { getDefinition } from './store.ts';
import { listCurrent, listVersionsOf } from './versions.ts';

const Kind = Type.Enum(['form', 'decision', 'licenceType']);
const Instant = Type.String({ format: 'date-time' });

const Current = Type.Object({
  id: Type.String(),
  key: Type.String(),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
  title: Type.Union([Type.String(), Type.Null()]),
});

const VersionModel = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
  until: Type.Union([Instant, Type.Null()], {
    description: 'When the next version took its place; null for the one in force',
  }),
});

const who = { posts: ['admin'], reach: 'city' } as const;

/** What packs and administrators have published, version by version. */
export function definitionRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/definitions',
      summary: 'Forms, decisions or licence types with the version in force of each',
      who,
      query: Type.Object({ ...pageQuery.properties, kind: Kind }),
      output: cursorPage(Current),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listCurrent(ctx, query.kind, limit + 1, query.cursor ?? '');
        const items = rows.slice(0, limit);
        return {
          items: items.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() })),
          next: rows.length > limit ? (items.at(-1)?.key ?? null) : null,
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/definitions/:kind/:key',
      summary: 'Versions of one key with their periods of force, newest first',
      who,
      params: Type.Object({ kind: Kind, key: Type.String({ maxLength: 200 }) }),
      output: Type.Object({ items: Type.Array(VersionModel) }),
      handler: async (ctx, { params }) => {
        const rows = await listVersionsOf(ctx, params.kind, params.key);
        if (rows.length === 0) throw platformErrors.notFound();
        return {
          items: rows.map(({ publishedAt, until, ...row }) => ({
            ...row,
            publishedAt: publishedAt.toISOString(),
            until: until?.toISOString() ?? null,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/definition-versions/:id',
      summary: 'The content of one version',
      who,
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({
        key: Type.String(),
        version: Type.Integer(),
        content: Type.Unknown({ description: 'As it was published; a decision carries its DMN in `xml`' }),
      }),
      handler: (ctx, { params }) => getDefinition(ctx, params.id),
    }),
  ];
}
