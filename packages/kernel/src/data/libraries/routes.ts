import Type, { type Static } from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { answerDispute, getDispute, listDisputes, openDispute, type Dispute } from './disputes.ts';
import { listMyData } from './mine.ts';
import { presentValue } from './present.ts';

const MyData = Type.Object({
  groups: Type.Array(
    Type.Object({
      resource: Type.String(),
      recordId: Type.String(),
      name: Text,
      source: Type.Object({ agency: Text, asOf: Type.String({ format: 'date-time' }) }),
      fields: Type.Array(
        Type.Object({ name: Type.String(), label: Text, value: Text, disputable: Type.Boolean() }),
      ),
    }),
  ),
});

const disputeFields = {
  id: Type.String(),
  resource: Type.String(),
  resourceName: Text,
  field: Type.String(),
  fieldName: Text,
  reason: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
};
const DisputeModel = Type.Object(disputeFields);

const DisputeDetailModel = Type.Object({
  ...disputeFields,
  schema: Type.Unknown({ description: 'JSON Schema of the field' }),
  value: Type.Unknown({ description: 'What the record says now, null if nothing' }),
  shown: Text,
});

export function libraryRoutes(deps: { catalogue: Catalogue }): Route[] {
  const { catalogue } = deps;
  const present = (row: Dispute): Static<typeof DisputeModel> => {
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
  };
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
        const items = rows.slice(0, limit).map(present);
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/disputes/:id',
      summary: 'A dispute with what the record says now',
      who: 'staff',
      purpose: 'needed',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: DisputeDetailModel,
      handler: async (ctx, { params }) => {
        const { source, value, ...row } = await getDispute(ctx, catalogue, params.id);
        return { ...present(row), schema: source, value, shown: presentValue(source, value ?? '—') };
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
