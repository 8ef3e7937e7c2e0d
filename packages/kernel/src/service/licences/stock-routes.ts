import Type, { type Static } from 'typebox';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { getDefinition } from '../../work/definitions/index.ts';
import { getStock, type LicenceStocks } from './stock.ts';
import { listFailed, listStocks, stockStates, type StockRow } from './stock-store.ts';

const who = { posts: ['admin'], reach: 'city' } as const;
const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const page = Type.Object({
  limit: pageQuery.properties.limit,
  cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
});
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const LicenceStock = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    type: Type.String({ description: 'Code of the licence type' }),
    typeName: Text,
    state: Type.Enum([...stockStates]),
    problem: Type.Union([Text, Type.Null()], { description: 'Why the platform stopped it' }),
    total: Type.Integer({ description: 'Records when it began' }),
    issued: Type.Integer({ description: 'Licences made' }),
    sealed: Type.Integer({ description: 'Of these, with their files' }),
    skipped: Type.Integer({ description: 'Left out: made before, or held already' }),
    failed: Type.Integer({ description: 'In quarantine with a reason' }),
    perSecond: Type.Number({ description: 'Licences with their files a second, since it last began to run' }),
    startedAt: Type.String({ format: 'date-time' }),
    endedAt: Nullable(Type.String({ format: 'date-time' })),
  },
  { description: 'Licences made from the records of a library' },
);
export type LicenceStock = Static<typeof LicenceStock>;

const FailedRecord = Type.Object({
  record: Type.String({ format: 'uuid', description: 'Id of the record in its library' }),
  reason: Text,
});

/** Stocks of licences that are made from libraries. */
export function licenceStockRoutes({ stocks }: { stocks: LicenceStocks }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-stocks',
      summary: 'Stocks of licences, newest first',
      who,
      query: Type.Object({
        ...page.properties,
        type: Type.Optional(Type.String({ maxLength: 60, description: 'Code of the licence type' })),
      }),
      output: cursorPage(LicenceStock),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listStocks(ctx, query.type ?? null, limit + 1, query.cursor ?? null);
        const shown = rows.slice(0, limit);
        const items = await Promise.all(shown.map((row) => presentStock(ctx, row)));
        return { items, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/licence-stocks',
      summary: 'Make licences of a type from the records of a library, by the rule of the type',
      who,
      status: 201,
      body: Type.Object(
        { type: Type.String({ maxLength: 60, description: 'Code of the licence type' }) },
        { additionalProperties: false },
      ),
      output: LicenceStock,
      handler: async (ctx, { body }) =>
        presentStock(ctx, await getStock(ctx, await stocks.begin(ctx, body.type))),
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-stocks/:id',
      summary: 'How far a stock is',
      who,
      params: Id,
      output: LicenceStock,
      handler: async (ctx, { params }) => presentStock(ctx, await getStock(ctx, params.id)),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/licence-stocks/:id/stop',
      summary: 'Stop a stock after the step that is under way',
      who,
      params: Id,
      output: LicenceStock,
      handler: async (ctx, { params }) => {
        await stocks.stop(ctx, params.id);
        return presentStock(ctx, await getStock(ctx, params.id));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/licence-stocks/:id/resume',
      summary: 'Let a stock go on where it stood',
      who,
      params: Id,
      output: LicenceStock,
      handler: async (ctx, { params }) => {
        await stocks.resume(ctx, params.id);
        return presentStock(ctx, await getStock(ctx, params.id));
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/admin/licence-stocks/:id/failed',
      summary: 'Records of which no licence could be made, and why',
      who,
      params: Id,
      query: page,
      output: cursorPage(FailedRecord),
      handler: async (ctx, { params, query }) => {
        const { id } = await getStock(ctx, params.id);
        const limit = query.limit ?? 20;
        const rows = await listFailed(ctx, id, limit + 1, query.cursor ?? null);
        const items = rows.slice(0, limit).map(({ recordId, reason }) => ({ record: recordId, reason }));
        return { items, next: rows.length > limit ? (items.at(-1)?.record ?? null) : null };
      },
    }),
  ];
}

/** A stock as people see it. */
export async function presentStock(ctx: Context, row: StockRow): Promise<LicenceStock> {
  const { content } = await getDefinition<LicenceTypeSource>(ctx, row.typeId);
  const seconds = (row.touchedAt.getTime() - row.runSince.getTime()) / 1000;
  const { id, state, problem, total, issued, sealed, skipped, failed } = row;
  return {
    id,
    type: row.typeCode,
    typeName: content.name,
    state,
    problem,
    total,
    issued,
    sealed,
    skipped,
    failed,
    perSecond: seconds > 0 ? Math.round(((sealed - row.runSealed) / seconds) * 10) / 10 : 0,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
