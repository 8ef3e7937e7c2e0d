import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { closeSystem, registerSystem, renewToken, type Access } from './service.ts';
import { listSystems } from './store.ts';

const who = { posts: ['admin'] } as const;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Name = Type.String({ minLength: 1, maxLength: 60 });
const closed = { additionalProperties: false };

const SystemModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  login: Type.String({ description: 'As the audit log names it' }),
  agency: Type.String({ description: 'Slug' }),
  name: Text,
  cryptoQuota: Type.Integer({ description: 'Calls of the crypto service a day' }),
  callsToday: Type.Integer({ description: 'Made since midnight in China' }),
  closed: Type.Boolean(),
  tokenUntil: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'End of its token; null when it has none',
  }),
});

const AccessModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  login: Type.String(),
  token: Type.String({ description: 'Bearer token; shown once, its secret is not kept' }),
  expiresAt: Type.String({ format: 'date-time' }),
});

/** Programs of agencies that call the platform, as far as the caller's administrator post reaches. */
export function systemRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/agency-systems',
      summary: 'Programs of agencies that call the platform',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(SystemModel),
      handler: async (ctx, { query }) => {
        const { limit = 20, cursor = null } = query;
        const rows = await listSystems(ctx, limit + 1, cursor);
        const items = rows.slice(0, limit).map(({ accountId: _account, tokenUntil, ...row }) => ({
          ...row,
          tokenUntil: tokenUntil?.toISOString() ?? null,
        }));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/agency-systems',
      summary: 'Register a program of an agency; its token is shown once',
      who,
      status: 201,
      answer: 'secret',
      body: Type.Object(
        {
          agency: Type.String({ maxLength: 60, description: 'Slug' }),
          name: Type.Object({ zh: Name, en: Name }, closed),
          cryptoQuota: Type.Integer({
            minimum: 1,
            maximum: 100_000_000,
            description: 'Calls of the crypto service a day',
          }),
        },
        closed,
      ),
      output: AccessModel,
      handler: async (ctx, { body }) => {
        return present(await registerSystem(ctx, body));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/agency-systems/:id/token',
      summary: 'A new token for a program; the one before ends at once',
      who,
      status: 201,
      answer: 'secret',
      params: Id,
      output: AccessModel,
      handler: async (ctx, { params }) => {
        return present(await renewToken(ctx, params.id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/agency-systems/:id/close',
      summary: 'Close a program’s access for good; the keys stay with its agency',
      who,
      params: Id,
      output: Id,
      handler: async (ctx, { params }) => {
        await closeSystem(ctx, params.id);
        return { id: params.id };
      },
    }),
  ];
}

function present({ expiresAt, ...access }: Access) {
  return { ...access, expiresAt: expiresAt.toISOString() };
}
