import { toDataURL } from 'qrcode';
import Type from 'typebox';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { Catalogue } from '../../data/catalogue/index.ts';
import { listAgencies } from '../../subject/organisation/index.ts';
import { typeOf } from '../licences/index.ts';
import { disputeUse } from './disputes.ts';
import { getHeld, grantByCode, grantPaper, grantUse, mayGrant, revokeGrant } from './grants.ts';
import { GrantModel, NewCode, NewGrant, NewPaperCode, UseModel } from './model.ts';
import { presentGrant, presentUse } from './present.ts';
import { listGrants, listUses } from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

const CodeModel = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String({ description: 'Shown this once; it is kept as a digest' }),
  url: Type.String({ description: 'Where the code is used; the code stands after #' }),
  qr: Type.String({ description: 'The same as a QR code, data:image/png' }),
});

async function shown(origin: string, { id, code }: { id: string; code: string }) {
  const url = `${origin}/licences/use#code=${code}`;
  return { id, code, url, qr: await toDataURL(url, { margin: 2, width: 240 }) };
}

/** What the holder of a licence grants, takes back, and reads of its uses. */
export function licenceGrantRoutes({ catalogue, origin }: { catalogue: Catalogue; origin: string }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/licence-grantees',
      summary: 'Agencies to which the use of a licence can be granted',
      who: 'resident',
      output: Type.Object({ items: Type.Array(Type.Object({ slug: Type.String(), name: Text })) }),
      handler: async (ctx) => ({
        items: (await listAgencies(ctx.tx)).map(({ slug, name }) => ({ slug, name })),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/grants',
      summary: 'What was granted of a licence of mine, or of whom I act for, newest first; at most 200',
      who: 'resident',
      params: Id,
      output: Type.Object({
        items: Type.Array(GrantModel),
        mayGrant: Type.Boolean({ description: 'Whether the caller may grant and take back' }),
      }),
      handler: async (ctx, { params }) => {
        const licence = await getHeld(ctx, params.id);
        const type = await typeOf(ctx, licence);
        const rows = await listGrants(ctx, licence.number, licence.holderId);
        return {
          items: rows.map((row) => presentGrant(ctx, type, row)),
          mayGrant: await mayGrant(ctx, licence.holderId),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/grants',
      summary: 'Grant an agency or a company the use of fields of a licence',
      who: 'resident',
      params: Id,
      body: NewGrant,
      output: Id,
      status: 201,
      handler: async (ctx, { params, body }) => ({ id: await grantUse(ctx, catalogue, params.id, body) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/codes',
      summary: 'A code by which whoever bears it uses fields of a licence once',
      who: 'resident',
      limit: 30,
      params: Id,
      body: NewCode,
      output: CodeModel,
      status: 201,
      answer: 'secret',
      handler: async (ctx, { params, body }) => shown(origin, await grantByCode(ctx, params.id, body)),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/paper-codes',
      summary: 'A code by which whoever bears it fetches the sealed files of a licence once, for a day',
      who: 'resident',
      limit: 30,
      params: Id,
      body: NewPaperCode,
      output: CodeModel,
      status: 201,
      answer: 'secret',
      handler: async (ctx, { params, body }) => shown(origin, await grantPaper(ctx, params.id, body)),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/licence-grants/:id/revoke',
      summary: 'Take a grant back at once',
      who: 'resident',
      params: Id,
      output: Id,
      handler: async (ctx, { params }) => {
        await revokeGrant(ctx, params.id);
        return params;
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/licences/:id/uses',
      summary: 'Who used a licence of mine, or of whom I act for: when, what, on which ground',
      who: 'resident',
      params: Id,
      query: pageQuery,
      output: cursorPage(UseModel),
      handler: async (ctx, { params, query }) => {
        const { number, holderId } = await getHeld(ctx, params.id);
        const limit = query.limit ?? 20;
        const rows = await listUses(ctx, number, holderId, limit + 1, query.cursor ?? null);
        const items = await Promise.all(rows.slice(0, limit).map((row) => presentUse(ctx, row)));
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/licence-uses/:id/dispute',
      summary: 'Dispute a use of a licence of mine',
      who: 'resident',
      params: Id,
      body: Type.Object(
        {
          reason: Type.String({
            minLength: 2,
            maxLength: 1000,
            pattern: '\\S',
            description: 'What was not right',
          }),
        },
        { additionalProperties: false },
      ),
      output: Id,
      status: 201,
      handler: async (ctx, { params, body }) => {
        await disputeUse(ctx, params.id, body.reason);
        return params;
      },
    }),
  ];
}
