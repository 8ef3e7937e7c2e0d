import Type from 'typebox';
import { platformErrors } from '../../platform/errors/index.ts';
import { readUpload, type Files } from '../../platform/files/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { sealByHand, type HandPlace } from './by-hand.ts';
import type { Sealer } from './sealer.ts';
import { getSeal } from './store.ts';

const limitMegabytes = 20;

/** How a person seals what they have in hand. */
export function signRoute({ sealer, files }: { sealer: Sealer; files: Files }): Route {
  const Millimetres = Type.Number({ minimum: 0, maximum: 5000 });
  return route({
    method: 'POST',
    url: '/api/v1/desk/seals/:id/sign',
    summary: `Seal an OFD under a grant of mine: multipart field \`file\`, ${limitMegabytes} MB at most; again for several seals`,
    who: 'staff',
    status: 201,
    limit: 60,
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    query: Type.Object({
      purpose: Type.String({
        minLength: 2,
        maxLength: 200,
        description: 'What for, as the use record says it',
      }),
      forType: Type.Optional(
        Type.String({ maxLength: 100, description: 'Where my grant is for one type alone' }),
      ),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Counted from 1' })),
      x: Type.Optional({ ...Millimetres, description: 'From the left of the page, in millimetres' }),
      y: Type.Optional({ ...Millimetres, description: 'From the top of the page, in millimetres' }),
      seam: Type.Optional({
        ...Millimetres,
        description:
          'In place of page, x and y: one seal across the right edges of all pages, so far from the top',
      }),
    }),
    output: Type.Object({
      id: Type.String({ format: 'uuid', description: 'Of the signed file, see /api/v1/files/:id' }),
      name: Type.String(),
      bytes: Type.Integer(),
    }),
    prepare: async (request) => (request.isMultipart() ? readUpload(request, limitMegabytes) : undefined),
    handler: async (ctx, { params, query, prepared }) => {
      // Before anything is said about the request: a seal of others is not there.
      const seal = await getSeal(ctx, params.id);
      if (!prepared) throw platformErrors.unsupportedType();
      const wanted = { place: placeOf(query), purpose: query.purpose, forType: query.forType };
      const { id, name, bytes } = await sealByHand(ctx, { sealer, files }, seal, prepared, wanted);
      return { id, name, bytes };
    },
  });
}

function placeOf({ page, x, y, seam }: Partial<Record<'page' | 'x' | 'y' | 'seam', number>>): HandPlace {
  if (seam !== undefined && page === undefined && x === undefined && y === undefined) return { seam };
  if (seam === undefined && page !== undefined && x !== undefined && y !== undefined) return { page, x, y };
  throw platformErrors.invalidInput({}, [
    {
      path: '/page',
      text: {
        zh: '请填写页码和两个距离，或只填写骑缝章的位置。',
        en: 'Give a page with both distances, or a seam alone.',
      },
    },
  ]);
}
