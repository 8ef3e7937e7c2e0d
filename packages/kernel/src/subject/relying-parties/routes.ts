import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import { releasable, RelyingPartyInput, type ReleasableScope } from './model.ts';
import {
  changeRelyingParty,
  closeRelyingParty,
  registerRelyingParty,
  renewSecret,
  withdrawConsent,
} from './service.ts';
import { listAdministered, listConsents } from './store.ts';

const who = { posts: ['admin'] } as const;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Instant = Type.String({ format: 'date-time' });

const RelyingPartyModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  clientId: Type.String(),
  agency: Type.String({ description: 'Slug' }),
  ...RelyingPartyInput.properties,
  sector: Type.Union([Type.String(), Type.Null()], {
    description: 'Within which people have the same number: a host, or an agency',
  }),
  closed: Type.Boolean(),
  version: Type.Integer(),
});

const Access = Type.Object({
  id: Type.String({ format: 'uuid' }),
  clientId: Type.String(),
  clientSecret: Type.Union([Type.String(), Type.Null()], {
    description: 'Shown once; null where it proves itself by a key or not at all',
  }),
});

const ConsentModel = Type.Object({
  id: Type.String({ format: 'uuid', description: 'Of the system' }),
  name: Text,
  agency: Text,
  told: Type.Array(Text, { description: 'What it may learn' }),
  givenAt: Instant,
  usedAt: Instant,
});

/** Systems to which people sign in through the platform, and what each person agreed that they may learn. */
export function relyingPartyRoutes({ clientSecrets }: { clientSecrets: string }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/relying-parties',
      summary: 'Systems to which people sign in through the platform',
      who,
      query: Type.Object({
        limit: pageQuery.properties.limit,
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
      }),
      output: cursorPage(RelyingPartyModel),
      handler: async (ctx, { query: { limit = 20, cursor = null } }) => {
        const rows = await listAdministered(ctx, limit + 1, cursor);
        const items = rows
          .slice(0, limit)
          .map(
            ({ agencyId: _id, agencyName: _name, createdAt: _at, secretVersion: _of, closedAt, ...row }) => ({
              ...row,
              closed: closedAt !== null,
            }),
          );
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/relying-parties',
      summary: 'Register a system to which people sign in; its secret, if it has one, is shown once',
      who,
      status: 201,
      answer: 'secret',
      body: Type.Object(
        { agency: Type.String({ maxLength: 60, description: 'Slug' }), ...RelyingPartyInput.properties },
        { additionalProperties: false },
      ),
      output: Access,
      handler: (ctx, { body }) => registerRelyingParty(ctx, clientSecrets, body),
    }),
    route({
      method: 'PATCH',
      url: '/api/v1/admin/relying-parties/:id',
      summary: 'Change a system to which people sign in',
      who,
      params: Id,
      body: RelyingPartyInput,
      output: Id,
      handler: async (ctx, { params: { id }, body, ifMatch }) => {
        await changeRelyingParty(ctx, id, body, ifMatch);
        return { id };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/relying-parties/:id/secret',
      summary: 'A new secret for a system; the one before proves nothing from now on',
      who,
      status: 201,
      answer: 'secret',
      params: Id,
      output: Access,
      handler: (ctx, { params }) => renewSecret(ctx, clientSecrets, params.id),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/relying-parties/:id/close',
      summary: 'Nobody signs in to this system any more, and what it was given ends',
      who,
      params: Id,
      output: Id,
      handler: async (ctx, { params: { id } }) => {
        await closeRelyingParty(ctx, id);
        return { id };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/relying-parties',
      summary: 'Systems to which I signed in, and what each may learn of me',
      who: 'signedIn',
      output: Type.Object({ items: Type.Array(ConsentModel) }),
      handler: async (ctx) => {
        const consents = await listConsents(ctx, accountIdOf(ctx));
        return {
          items: consents.map(({ relyingPartyId, name, agencyName, scopes, givenAt, usedAt }) => ({
            id: relyingPartyId,
            name,
            agency: agencyName,
            told: scopes.flatMap((scope) => releasable[scope as ReleasableScope] ?? []),
            givenAt: givenAt.toISOString(),
            usedAt: usedAt.toISOString(),
          })),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/relying-parties/:id/withdraw',
      summary: 'This system learns nothing more of me; it asks again next time',
      who: 'signedIn',
      params: Id,
      output: Id,
      handler: async (ctx, { params: { id } }) => {
        await withdrawConsent(ctx, accountIdOf(ctx), id);
        return { id };
      },
    }),
  ];
}
