import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Algorithm, base, closed, Id, Instant, Names, Nullable, PublicKey, who } from './admin-schemas.ts';
import { registerLower, replaceLowerKey } from './connect.ts';
import { canonical } from './model.ts';
import { listConflicts } from './overview.ts';
import { afterOf, pageOf } from './page.ts';
import { settleConflict } from './receive.ts';

/** What an administrator of the upper level does about the lower ones. */
export function lowerRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      url: `${base}/lowers`,
      summary: 'Register a system of a lower level by its public key',
      who,
      status: 201,
      body: Type.Object(
        {
          agency: Type.String({ maxLength: 60, description: 'Slug of the agency here that answers for it' }),
          name: Names,
          quota: Type.Integer({ minimum: 1, maximum: 100_000_000, description: 'Calls a day' }),
          algorithm: Algorithm,
          publicKey: PublicKey,
        },
        closed,
      ),
      output: Type.Object({ id: Type.String({ format: 'uuid' }), clientId: Type.String() }),
      handler: (ctx, { body }) => registerLower(ctx, body),
    }),
    route({
      method: 'POST',
      url: `${base}/lowers/:id/key`,
      summary: 'Another public key for a system of a lower level; the one before ends at once',
      who,
      params: Id,
      body: Type.Object({ algorithm: Algorithm, publicKey: PublicKey }, closed),
      output: Id,
      handler: async (ctx, { params, body }) => {
        await replaceLowerKey(ctx, params.id, body);
        return { id: params.id };
      },
    }),
    route({
      method: 'GET',
      url: `${base}/conflicts`,
      summary: 'Messages that say otherwise under a number that was taken, undecided',
      who,
      query: pageQuery,
      output: cursorPage(
        Type.Object({
          id: Type.String({ format: 'uuid' }),
          clientId: Type.String(),
          identifier: Type.String(),
          version: Type.Integer(),
          at: Instant,
          differing: Type.Array(
            Type.Object({
              name: Type.String(),
              first: Nullable(Type.String()),
              second: Nullable(Type.String()),
            }),
            { description: 'Members that are not the same; empty where a newer message has come since' },
          ),
        }),
      ),
      handler: async (ctx, { query: { limit = 20, cursor } }) => {
        const rows = await listConflicts(ctx, limit + 1, afterOf(cursor, 'string'));
        return pageOf(
          rows,
          limit,
          ({ id }) => id,
          ({ id, clientId, identifier, version, receivedAt, standing, content }) => ({
            id,
            clientId,
            identifier,
            version,
            at: receivedAt.toISOString(),
            differing: standing ? differingOf(standing, content) : [],
          }),
        );
      },
    }),
    route({
      method: 'POST',
      url: `${base}/conflicts/:id/settle`,
      summary: 'Decide which of two contents counts',
      who,
      params: Id,
      body: Type.Object(
        {
          outcome: Type.Enum(['kept', 'taken'], {
            description: 'The first one stays; the second one takes its place',
          }),
          reason: Type.String({ maxLength: 500, pattern: '\\S[\\s\\S]{2,}\\S' }),
        },
        closed,
      ),
      output: Id,
      handler: async (ctx, { params, body }) => {
        await settleConflict(ctx, params.id, body);
        return { id: params.id };
      },
    }),
  ];
}

function differingOf(first: object, second: object) {
  const [a, b] = [first, second].map((content) => content as Record<string, unknown>);
  const text = (value: unknown) =>
    value === undefined || value === null ? null : typeof value === 'string' ? value : canonical(value);
  return Object.keys({ ...a, ...b })
    .filter((name) => canonical(a?.[name] ?? null) !== canonical(b?.[name] ?? null))
    .map((name) => ({ name, first: text(a?.[name]), second: text(b?.[name]) }));
}
