import Type from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import type { CurrentSession } from '../sessions/index.ts';
import { callbackOf, type UpstreamClients } from './upstream-client.ts';
import { endArrivals } from './upstream-ends.ts';
import { upstreamErrors } from './upstream-errors.ts';
import { UpstreamInput } from './upstream-model.ts';
import { changeUpstream, closeUpstream, registerUpstream } from './upstream-registry.ts';
import { deleteLink, hasOwnWay, listLinks, listUpstreams } from './upstream-store.ts';
import { tellUnlinked } from './upstream-tell.ts';

/** A service by which all people may enter is for the whole city to trust. */
const who = { posts: ['admin'], reach: 'city' } as const;
const closed = { additionalProperties: false };
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Instant = Type.String({ format: 'date-time' });
const freshMs = 10 * 60_000;

const Body = Type.Object(
  {
    ...UpstreamInput.properties,
    clientSecret: Type.Optional(
      Type.String({ minLength: 8, maxLength: 500, description: 'That the other side gave; none with a key' }),
    ),
  },
  closed,
);

const UpstreamModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  ...UpstreamInput.properties,
  publicKey: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
    description: 'JWK that the other side registers (RFC 7517); null with a secret',
  }),
  callback: Type.String({ description: 'Where people come back to, to be registered there' }),
  logout: Type.String({ description: 'Where we hear of sign-outs (OpenID Connect Back-Channel Logout)' }),
  down: Type.Boolean({ description: 'It did not answer lately' }),
  closed: Type.Boolean(),
  version: Type.Integer(),
});

const LinkModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  upstream: Type.String({ format: 'uuid' }),
  name: Text,
  closed: Type.Boolean({ description: 'Nobody signs in by it any more' }),
  linkedAt: Instant,
  usedAt: Instant,
});

/** Sign-in services of others, and which of them people linked to their accounts. */
export function upstreamRoutes({
  clients,
  origin,
  issuer,
  currentSession,
}: {
  clients: UpstreamClients;
  origin: string;
  /** Our own. */
  issuer: string;
  currentSession: CurrentSession;
}): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/upstreams',
      summary: 'Sign-in services of others by which people enter here',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(UpstreamModel),
      handler: async (ctx, { query: { limit = 20, cursor = null } }) => {
        const rows = await listUpstreams(ctx, limit + 1, cursor);
        const items = rows.slice(0, limit).map(({ createdAt: _at, closedAt, ...row }) => ({
          ...row,
          callback: callbackOf(origin, row.id),
          logout: `${origin}/auth/upstream/${row.id}/logout`,
          down: clients.isDown(row.id),
          closed: closedAt !== null,
        }));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/upstreams',
      summary: 'Register a sign-in service of others',
      who,
      status: 201,
      body: Body,
      output: Id,
      handler: async (ctx, { body }) => ({ id: await registerUpstream(ctx, issuer, body) }),
    }),
    route({
      method: 'PATCH',
      url: '/api/v1/admin/upstreams/:id',
      summary: 'Change a sign-in service of others; its secret stays where none is given',
      who,
      params: Id,
      body: Body,
      output: Id,
      handler: async (ctx, { params: { id }, body, ifMatch }) => {
        await changeUpstream(ctx, id, body, ifMatch);
        return { id };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/upstreams/:id/close',
      summary: 'Nobody signs in by this service any more, and who did is signed out',
      who,
      params: Id,
      output: Id,
      handler: async (ctx, { params: { id } }) => {
        await closeUpstream(ctx, id);
        return { id };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/linked-sign-ins',
      summary: 'By which services of others I can enter my account',
      who: 'signedIn',
      output: Type.Object({ items: Type.Array(LinkModel) }),
      handler: async (ctx) => {
        const links = await listLinks(ctx, accountIdOf(ctx));
        return {
          items: links.map(({ upstreamId, createdAt, usedAt, ...link }) => ({
            ...link,
            upstream: upstreamId,
            linkedAt: createdAt.toISOString(),
            usedAt: usedAt.toISOString(),
          })),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/linked-sign-ins/:id/unlink',
      summary: 'This service opens my account no more',
      who: 'signedIn',
      params: Id,
      output: Id,
      handler: async (ctx, { params: { id }, request }) => {
        await unlink(ctx, request, id);
        return { id };
      },
    }),
  ];

  async function unlink(ctx: Context, request: FastifyRequest, id: string): Promise<void> {
    const accountId = accountIdOf(ctx);
    const own = (await listLinks(ctx, accountId)).find((link) => link.id === id);
    if (!own) throw platformErrors.notFound();
    const session = await currentSession(ctx, request);
    if (!session || ctx.now.getTime() - session.authenticatedAt.getTime() > freshMs)
      throw upstreamErrors.signInAgain();
    if (!(await hasOwnWay(ctx, accountId))) throw upstreamErrors.lastWay();
    const gone = await deleteLink(ctx, accountId, id);
    if (!gone) throw platformErrors.notFound();
    ctx.record({
      action: 'upstream.unlink',
      entity: 'account',
      entityId: accountId,
      detail: { upstream: gone.upstreamId },
    });
    await tellUnlinked(ctx, accountId, own.name);
    await endArrivals(ctx, { ...gone, sid: null });
  }
}
