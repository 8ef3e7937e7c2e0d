import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { findXml } from './store.ts';
import { listProcesses, listProcessVersions } from './versions.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Instant = Type.String({ format: 'date-time' });

const Line = Type.Object({
  id: Type.String(),
  key: Type.String({ description: 'Id of the process in its file' }),
  title: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
});

const Version = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  pack: Type.String(),
  publishedAt: Instant,
  until: Type.Union([Instant, Type.Null()], {
    description: 'When the next version took its place; null for the one in force',
  }),
});

/** Versions of BPMN processes as they were published. */
export function processAdminRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/processes',
      summary: 'Processes with the version in force of each',
      who,
      query: pageQuery,
      output: cursorPage(Line),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listProcesses(ctx, limit + 1, query.cursor ?? '');
        const items = rows.slice(0, limit);
        return {
          items: items.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() })),
          next: rows.length > limit ? (items.at(-1)?.key ?? null) : null,
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/processes/:key',
      summary: 'Versions of a process with their periods of force, newest first',
      who,
      params: Type.Object({ key: Type.String({ maxLength: 200 }) }),
      output: Type.Object({ items: Type.Array(Version) }),
      handler: async (ctx, { params }) => {
        const rows = await listProcessVersions(ctx, params.key);
        if (rows.length === 0) throw platformErrors.notFound();
        return {
          items: rows.map((row) => ({
            ...row,
            publishedAt: row.publishedAt.toISOString(),
            until: row.until?.toISOString() ?? null,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/process-versions/:id',
      summary: 'The BPMN of one version',
      who,
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ xml: Type.String() }),
      handler: async (ctx, { params }) => {
        const xml = await findXml(ctx, params.id);
        if (xml === undefined) throw platformErrors.notFound();
        return { xml };
      },
    }),
  ];
}
