import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { matterOf, OpenMatter } from './present.ts';
import type { Seals } from './service.ts';
import { listOpenMatters } from './store.ts';

const who = { posts: ['admin'] } as const;

/** What heads and other administrators ask for, as far as the caller's administrator post reaches. */
export function sealAdminRoutes({ seals }: { seals: Seals }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/seal-matters',
      summary: 'Matters of seals that wait for a decision, oldest first',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(OpenMatter),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null } = query;
        const rows = await listOpenMatters(ctx, limit + 1, cursor);
        const items = rows.slice(0, limit).map((row) => ({
          ...matterOf(row),
          sealId: row.sealId,
          sealName: row.sealName,
          agency: row.agency,
        }));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/seal-matters/:id/decide',
      summary: 'Decide what another asked for; If-Match takes the version of the seal',
      who,
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      body: Type.Object(
        {
          outcome: Type.Enum(['approved', 'refused']),
          reason: Type.String({
            minLength: 2,
            maxLength: 500,
            pattern: '\\S',
            description: 'Why; it is kept',
          }),
        },
        { additionalProperties: false },
      ),
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params, body, ifMatch }) => {
        await seals.decide(ctx, params.id, body.outcome, body.reason, ifMatch);
        return { id: params.id };
      },
    }),
  ];
}
