import Type, { type TSchema } from 'typebox';
import {
  cursorPage,
  decodeCursor,
  encodeCursor,
  pageQuery,
  route,
  type Route,
} from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { lineUpComparison } from './compare.ts';
import { exchangeErrors } from './errors.ts';
import { listDifferences } from './overview.ts';
import { beginRun, resumeRun, stopRun } from './run.ts';
import { wakeLanes } from './send.ts';
import { addStock, findUpper, listRefused, reopenRefused } from './upper-store.ts';

const base = '/api/v1/admin/licence-exchange';
const who = { posts: ['admin'], reach: 'city' } as const;
const closed = { additionalProperties: false };
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time' });
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Done = Type.Object({ done: Type.Integer({ description: 'How many' }) });
/** More differences than these are sent again in several goes. */
const mostAgain = 10_000;

/** What an administrator of a lower level does about what is sent to the upper one. */
export function workRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      url: `${base}/runs`,
      summary: 'Send all licences to the upper level',
      who,
      status: 201,
      output: Id,
      handler: async (ctx) => ({ id: await beginRun(ctx) }),
    }),
    route({
      method: 'POST',
      url: `${base}/runs/:id/:move`,
      summary: 'Stop a full sending, or let it go on where it stood',
      who,
      params: Type.Object({ id: Type.String({ format: 'uuid' }), move: Type.Enum(['stop', 'resume']) }),
      output: Id,
      handler: async (ctx, { params: { id, move } }) => {
        await (move === 'stop' ? stopRun : resumeRun)(ctx, id);
        return { id };
      },
    }),
    route({
      method: 'GET',
      url: `${base}/refused`,
      summary: 'Changes that the upper level refused, and why',
      who,
      query: pageQuery,
      output: cursorPage(
        Type.Object({
          licence: Type.String({ format: 'uuid' }),
          version: Type.Integer(),
          number: Type.String(),
          type: Type.String({ description: 'Code of the licence type' }),
          kind: Type.String(),
          state: Type.String(),
          problem: Text,
          at: Instant,
        }),
      ),
      handler: async (ctx, { query: { limit = 20, cursor } }) => {
        const [before] = cursor === undefined ? [null] : decodeCursor(cursor, 1);
        const rows = await listRefused(ctx, limit + 1, typeof before === 'number' ? before : null);
        const items = rows.slice(0, limit);
        return {
          items: items.map(({ licenceId, version, number, typeCode, kind, state, problem, doneAt }) => ({
            licence: licenceId,
            version,
            number,
            type: typeCode,
            kind,
            state,
            problem,
            at: doneAt.toISOString(),
          })),
          next: rows.length > limit ? encodeCursor([items.at(-1)?.place ?? null]) : null,
        };
      },
    }),
    route({
      method: 'POST',
      url: `${base}/refused/again`,
      summary: 'Send again what the upper level refused: of one licence, or all',
      who,
      body: Type.Object({ licence: Type.Optional(Type.String({ format: 'uuid' })) }, closed),
      output: Done,
      handler: async (ctx, { body }) => {
        const done = await reopenRefused(ctx, body.licence ?? null);
        ctx.record({
          action: 'exchange.again',
          entity: 'exchangeMessage',
          entityId: body.licence ?? '-',
          detail: { done },
        });
        await wakeLanes(ctx);
        return { done };
      },
    }),
    route({
      method: 'GET',
      url: `${base}/differences`,
      summary: 'What the two levels hold differently, as the last comparison found it',
      who,
      query: pageQuery,
      output: cursorPage(
        Type.Object({
          identifier: Type.String(),
          licence: Nullable(Type.String({ format: 'uuid' })),
          type: Type.String(),
          kind: Type.Enum(['missing', 'extra', 'differs']),
          ours: Nullable(Type.Integer()),
          theirs: Nullable(Type.Integer()),
        }),
      ),
      handler: async (ctx, { query: { limit = 20, cursor } }) => {
        const [after] = cursor === undefined ? [''] : decodeCursor(cursor, 1);
        const rows = await listDifferences(ctx, limit + 1, String(after));
        const items = rows.slice(0, limit);
        return {
          items: items.map(({ identifier, licenceId, typeCode, kind, ourVersion, theirVersion }) => ({
            identifier,
            licence: licenceId,
            type: typeCode,
            kind,
            ours: ourVersion,
            theirs: theirVersion,
          })),
          next: rows.length > limit ? encodeCursor([items.at(-1)?.identifier ?? null]) : null,
        };
      },
    }),
    route({
      method: 'POST',
      url: `${base}/differences/again`,
      summary: 'Send again the licences that the upper level lacks or holds otherwise',
      who,
      output: Done,
      handler: async (ctx) => {
        const rows = await listDifferences(ctx, mostAgain, '');
        const ids = rows.flatMap(({ licenceId }) => licenceId ?? []);
        const done = ids.length === 0 ? 0 : await addStock(ctx, ids);
        ctx.record({
          action: 'exchange.again',
          entity: 'exchangeDifference',
          entityId: '-',
          detail: { done },
        });
        await wakeLanes(ctx);
        return { done };
      },
    }),
    route({
      method: 'POST',
      url: `${base}/compare`,
      summary: 'Compare with the upper level now',
      who,
      output: Done,
      handler: async (ctx) => {
        if (!(await findUpper(ctx))) throw exchangeErrors.noUpper();
        lineUpComparison(ctx);
        return { done: 1 };
      },
    }),
  ];
}
