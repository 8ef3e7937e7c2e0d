import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { base, closed, Done, Id, Instant, Nullable, who } from './admin-schemas.ts';
import { lineUpComparison } from './compare.ts';
import { exchangeErrors } from './errors.ts';
import { listDifferences } from './overview.ts';
import { afterOf, pageOf } from './page.ts';
import { beginRun, resumeRun, stopRun } from './run.ts';
import { wakeLanes } from './send.ts';
import { addStock, findUpper, listRefused, reopenRefused } from './upper-store.ts';

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
        const rows = await listRefused(ctx, limit + 1, afterOf(cursor, 'number'));
        return pageOf(
          rows,
          limit,
          ({ place }) => place,
          ({ licenceId, version, number, typeCode, kind, state, problem, doneAt }) => ({
            licence: licenceId,
            version,
            number,
            type: typeCode,
            kind,
            state,
            problem,
            at: doneAt.toISOString(),
          }),
        );
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
        const rows = await listDifferences(ctx, limit + 1, afterOf(cursor, 'string') ?? '');
        return pageOf(
          rows,
          limit,
          ({ identifier }) => identifier,
          ({ identifier, licenceId, typeCode, kind, ourVersion, theirVersion }) => ({
            identifier,
            licence: licenceId,
            type: typeCode,
            kind,
            ours: ourVersion,
            theirs: theirVersion,
          }),
        );
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
