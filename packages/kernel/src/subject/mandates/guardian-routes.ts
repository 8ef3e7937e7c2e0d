import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { endGuardian, listGuardians, recordGuardian } from './guardians.ts';
import { GuardianBasis, NewGuardian, PapersOf, type MandatePorts } from './model.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
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
      output: Id,
      handler: async (ctx, { body }) => ({ id: await recordGuardian(ctx, ports, body) }),
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
            validUntil: Type.String({ format: 'date', description: 'Inclusive' }),
          }),
        ),
      }),
      handler: async (ctx, { body }) => {
        const found = await listGuardians(ctx, ports, body);
        const names = await ports.namesOf(ctx, 'person', [
          ...new Set(found.map(({ guardianId }) => guardianId)),
        ]);
        return {
          items: found.map(({ id, guardianId, basis, validUntil }) => ({
            id,
            basis,
            validUntil,
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
