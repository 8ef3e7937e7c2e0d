import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { endGuardian, listGuardians, planGuardian, recordGuardian } from './guardians.ts';
import { GuardianBasis, NewGuardian, PapersOf, type MandatePorts } from './model.ts';
import { namedItems } from './present.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Items = Type.Array(Type.Object({ code: Type.String(), title: Text }), {
  description: 'Items that it covers; empty means all',
});
const LastDay = Type.String({ format: 'date', description: 'Inclusive' });
const closed = { additionalProperties: false };
/** Numbers and names could otherwise be tried by the thousand; a hall may stand behind one address. */
const triesAMinute = 60;

/** Guardians are recorded and ended at a window, by a document. */
export function guardianRoutes(ports: MandatePorts): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/guardians',
      summary: 'Record by a document who is the guardian of whom',
      who: { posts: ['clerk'] },
      purpose: 'needed',
      limit: triesAMinute,
      status: 201,
      body: NewGuardian,
      output: Type.Object({ ...Id.properties, validUntil: LastDay }),
      handler: (ctx, { body }) => recordGuardian(ctx, ports, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/guardians/check',
      summary: 'What a record of a guardian would say, before it is made',
      who: { posts: ['clerk'] },
      purpose: 'needed',
      limit: triesAMinute,
      body: NewGuardian,
      output: Type.Object({
        items: Items,
        validUntil: LastDay,
        untilOfAge: Type.Boolean({
          description: 'It ends on the day before the ward’s 18th birthday, by the population record',
        }),
      }),
      handler: async (ctx, { body }) => {
        const { scope, titles, validUntil, untilOfAge } = await planGuardian(ctx, ports, body);
        return { items: namedItems(scope, titles), validUntil, untilOfAge };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/guardians/find',
      summary: 'Recorded guardians of someone, by the papers of that one',
      who: { posts: ['clerk'] },
      purpose: 'needed',
      limit: triesAMinute,
      body: PapersOf,
      output: Type.Object({
        items: Type.Array(
          Type.Object({
            id: Type.String({ format: 'uuid' }),
            name: Type.String({ description: 'Of the guardian' }),
            basis: GuardianBasis,
            items: Items,
            validUntil: LastDay,
          }),
        ),
      }),
      handler: async (ctx, { body }) => {
        const found = await listGuardians(ctx, ports, body);
        const names = await ports.namesOf(ctx, 'person', [
          ...new Set(found.map(({ guardianId }) => guardianId)),
        ]);
        const titles = await ports.itemTitles(ctx, [...new Set(found.flatMap(({ scope }) => scope))]);
        return {
          items: found.map(({ id, guardianId, basis, scope, validUntil }) => ({
            id,
            basis,
            validUntil,
            items: namedItems(scope, titles),
            name: names.get(guardianId) ?? '',
          })),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/guardians/:id/end',
      summary: 'End what my agency recorded, with a reason',
      who: { posts: ['clerk'] },
      params: Id,
      body: Type.Object({ reason: Type.String({ minLength: 2, maxLength: 200 }) }, closed),
      output: Id,
      handler: async (ctx, { params, body }) => {
        await endGuardian(ctx, ports, params.id, body.reason);
        return { id: params.id };
      },
    }),
  ];
}
