import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Grounds } from './changes.ts';
import { licenceErrors } from './errors.ts';
import { recordLook } from './look.ts';
import { mergeLicences, splitLicence } from './merge.ts';
import { LicenceDetail, presentLicence } from './present.ts';
import { findLicence } from './store.ts';

const decider = { posts: ['decider'] } as const;
const { reason } = Grounds.properties;

/** Several licences of a holder become one, and again several (多证合一). */
export function licenceMergeRoutes({ origin }: { origin: string }): Route[] {
  const present = async (ctx: Context, id: string) => {
    const licence = await findLicence(ctx, id);
    if (!licence) throw licenceErrors.notFound();
    await recordLook(ctx, licence, 'supervision');
    return presentLicence(ctx, licence, origin);
  };
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/licence-merges',
      summary: 'Merge valid licences of one holder into one, by the rule of its type',
      who: decider,
      purpose: 'needed',
      status: 201,
      body: Type.Object(
        {
          type: Type.String({ maxLength: 60, description: 'Code of the type that they become' }),
          parts: Type.Array(Type.String({ format: 'uuid' }), {
            minItems: 2,
            maxItems: 20,
            description: 'Ids of the licences',
          }),
          reason,
        },
        { additionalProperties: false },
      ),
      output: LicenceDetail,
      handler: async (ctx, { body }) =>
        present(ctx, (await mergeLicences(ctx, body.type, body.parts, body.reason)).id),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/split',
      summary: 'Part a merged licence: it ends, and what went into it is back as next editions',
      who: decider,
      purpose: 'needed',
      params: Type.Object({ id: Type.String({ format: 'uuid', description: 'Of the merged licence' }) }),
      body: Type.Object({ reason }, { additionalProperties: false }),
      output: Type.Object({ items: Type.Array(LicenceDetail) }),
      handler: async (ctx, { params, body }) => {
        const items = [];
        for (const { id } of await splitLicence(ctx, params.id, body.reason))
          items.push(await present(ctx, id));
        return { items };
      },
    }),
  ];
}
