import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../http/index.ts';
import { findDeadJobs, rerunJob } from './store.ts';

const DeadJobModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.String({ description: 'Name of the handler' }),
  attempts: Type.Integer(),
  lastError: Type.Union([Type.String(), Type.Null()]),
  endedAt: Type.String({ format: 'date-time' }),
});

/** Dead letters: what gave up after all its attempts, for an operator to see and run again. */
export function jobRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/jobs/dead',
      summary: 'Jobs that gave up',
      who: { posts: ['admin'], reach: 'city' },
      query: pageQuery,
      output: cursorPage(DeadJobModel),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await findDeadJobs(ctx, limit + 1, query.cursor);
        return {
          items: rows.slice(0, limit).map((row) => ({ ...row, endedAt: row.endedAt.toISOString() })),
          next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/jobs/:id/rerun',
      summary: 'Run a dead job again',
      who: { posts: ['admin'], reach: 'city' },
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ id: Type.String() }),
      handler: async (ctx, { params }) => {
        await rerunJob(ctx, params.id);
        return { id: params.id };
      },
    }),
  ];
}
