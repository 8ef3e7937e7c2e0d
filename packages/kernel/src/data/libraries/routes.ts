import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { answerDispute, listDisputes, openDispute } from './disputes.ts';
import { listMyData } from './mine.ts';

const MyData = Type.Object({
  groups: Type.Array(
    Type.Object({
      resource: Type.String(),
      recordId: Type.String(),
      name: Text,
      source: Type.Object({ agency: Text, asOf: Type.String({ format: 'date-time' }) }),
      fields: Type.Array(
        Type.Object({ name: Type.String(), label: Text, value: Type.String(), disputable: Type.Boolean() }),
      ),
    }),
  ),
});

const DisputeModel = Type.Object({
  id: Type.String(),
  resource: Type.String(),
  resourceName: Text,
  field: Type.String(),
  fieldName: Text,
  reason: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
});

export function libraryRoutes(deps: { catalogue: Catalogue }): Route[] {
  const { catalogue } = deps;
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/data',
      summary: 'What the libraries hold about me',
      who: 'resident',
      output: MyData,
      handler: async (ctx) => {
        if (ctx.actor.kind !== 'account' || ctx.actor.personId === null) throw platformErrors.forbidden();
        return { groups: await listMyData(ctx, catalogue, ctx.actor.personId) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/disputes',
      summary: 'Dispute a field about me',
      who: 'resident',
      body: Type.Object(
        {
          resource: Type.String({ maxLength: 100 }),
          recordId: Type.Optional(Type.String({ format: 'uuid' })),
          field: Type.String({ maxLength: 100 }),
          reason: Type.String({
            minLength: 2,
            maxLength: 1000,
            description: 'What is wrong, and what is right',
          }),
        },
        { additionalProperties: false },
      ),
      output: Type.Object({ id: Type.String() }),
      status: 201,
      handler: async (ctx, { body }) => ({ id: await openDispute(ctx, catalogue, body) }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/disputes',
      summary: 'Open disputes at my agency',
      who: 'staff',
      query: pageQuery,
      output: cursorPage(DisputeModel),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listDisputes(ctx, limit + 1, query.cursor ?? null);
        const items = rows.slice(0, limit).map((row) => {
          const names = catalogue.names(row.resource);
          return {
            id: row.id,
            resource: row.resource,
            resourceName: names?.name ?? { zh: row.resource, en: row.resource },
            field: row.field,
            fieldName: names?.fields[row.field] ?? { zh: row.field, en: row.field },
            reason: row.reason,
            createdAt: row.createdAt.toISOString(),
          };
        });
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/disputes/:id/answer',
      summary: 'Answer a dispute; an upheld one corrects the record',
      who: 'staff',
      purpose: 'optional',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      body: Type.Object(
        {
          upheld: Type.Boolean(),
          answer: Type.String({ minLength: 2, maxLength: 1000 }),
          value: Type.Optional(Type.Unknown({ description: 'The right value, when upheld' })),
        },
        { additionalProperties: false },
      ),
      output: Type.Object({ id: Type.String() }),
      handler: async (ctx, { params, body }) => {
        await answerDispute(ctx, catalogue, params.id, body);
        return { id: params.id };
      },
    }),
  ];
}
