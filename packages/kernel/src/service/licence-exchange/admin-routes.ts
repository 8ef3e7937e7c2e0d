import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { Keys } from '../../subject/keys/index.ts';
import { Algorithm, base, closed, Done, Instant, Names, Nullable, PublicKey, who } from './admin-schemas.ts';
import { connectUpper, moveUpper, ownKey, upperMoves, type UpperMove } from './connect.ts';
import { listLowers } from './lower-store.ts';
import { lowerRoutes } from './lower-routes.ts';
import { readProgress } from './overview.ts';
import { findNewestRun } from './run.ts';
import { wakeLanes } from './send.ts';
import { findUpper } from './upper-store.ts';
import { workRoutes } from './work-routes.ts';

export const ExchangeOverview = Type.Object({
  upper: Nullable(
    Type.Object({
      name: Text,
      origin: Type.String(),
      clientId: Type.String(),
      state: Type.Enum(['active', 'paused']),
      lastSuccessAt: Nullable(Instant),
      failingSince: Nullable(Instant),
      retryAt: Nullable(Instant),
      problem: Nullable(Text),
      comparedAt: Nullable(Instant),
    }),
  ),
  progress: Type.Object({
    waiting: Type.Integer({ description: 'Changes that wait to be sent' }),
    waitingSince: Nullable(Instant),
    refused: Type.Integer({ description: 'Changes that the upper level refused' }),
    acknowledged: Type.Integer({ description: 'Licences that it has' }),
    untold: Type.Integer({ description: 'Licences of which it was never told' }),
    differences: Type.Integer({ description: 'Found by the last comparison' }),
  }),
  run: Nullable(
    Type.Object({
      id: Type.String({ format: 'uuid' }),
      state: Type.Enum(['running', 'stopped', 'done']),
      total: Type.Integer(),
      queued: Type.Integer(),
      startedAt: Instant,
      endedAt: Nullable(Instant),
    }),
  ),
  lowers: Type.Array(
    Type.Object({
      id: Type.String({ format: 'uuid' }),
      systemId: Type.String({ format: 'uuid', description: 'Under which its access is closed' }),
      clientId: Type.String(),
      agency: Type.String({ description: 'Slug' }),
      name: Text,
      algorithm: Algorithm,
      open: Type.Boolean(),
      lastCallAt: Nullable(Instant),
      licences: Type.Integer(),
      conflicts: Type.Integer({ description: 'That nobody has decided yet' }),
    }),
  ),
});

/** Both sides of the exchange for an administrator of the city. */
export function exchangeAdminRoutes({ keys }: { keys: Keys }): Route[] {
  return [...connectionRoutes(keys), ...workRoutes(), ...lowerRoutes()];
}

function connectionRoutes(keys: Keys): Route[] {
  return [
    route({
      method: 'GET',
      url: base,
      summary: 'How the exchange of licences with other levels goes',
      who,
      output: ExchangeOverview,
      handler: async (ctx) => {
        const upper = await findUpper(ctx);
        const progress = await readProgress(ctx);
        const run = await findNewestRun(ctx);
        const lowers = await listLowers(ctx);
        return {
          upper: upper
            ? pick(upper, [
                'name',
                'origin',
                'clientId',
                'state',
                'lastSuccessAt',
                'failingSince',
                'retryAt',
                'problem',
                'comparedAt',
              ])
            : null,
          progress: plain(progress),
          run: run ? pick(run, ['id', 'state', 'total', 'queued', 'startedAt', 'endedAt']) : null,
          lowers: lowers.map(plain),
        };
      },
    }),
    route({
      method: 'POST',
      url: `${base}/key`,
      summary: 'The public key that the upper level registers, made on first use',
      who,
      output: Type.Object({ algorithm: Type.String(), publicKey: PublicKey }),
      handler: (ctx) => ownKey(ctx, keys),
    }),
    route({
      method: 'POST',
      url: `${base}/upper`,
      summary: 'Connect the upper level, to which every change of a licence is then sent',
      who,
      body: Type.Object(
        {
          name: Names,
          origin: Type.String({ maxLength: 300, description: 'Such as https://licences.province.example' }),
          clientId: Type.String({
            minLength: 1,
            maxLength: 100,
            description: 'As the upper level registered this one',
          }),
        },
        closed,
      ),
      output: Done,
      handler: async (ctx, { body }) => {
        await connectUpper(ctx, keys, body);
        return { done: 1 };
      },
    }),
    route({
      method: 'POST',
      url: `${base}/upper/:move`,
      summary: 'Pause, resume or end the connection to the upper level',
      who,
      params: Type.Object({ move: Type.Enum(Object.keys(upperMoves) as UpperMove[]) }),
      output: Done,
      handler: async (ctx, { params }) => {
        await moveUpper(ctx, params.move);
        ctx.beforeCommit(() => wakeLanes(ctx));
        return { done: 1 };
      },
    }),
  ];
}

function pick<T extends object, const K extends keyof T>(row: T, names: readonly K[]) {
  return plain(Object.fromEntries(names.map((name) => [name, row[name]])));
}

function plain(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}
