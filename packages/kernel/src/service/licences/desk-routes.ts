import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { licenceErrors } from './errors.ts';
import { recordLook } from './look.ts';
import { LicenceDetail, presentLicence } from './present.ts';
import { Grounds, previewRevocation, RevocationWords, revokeLicence } from './revoke.ts';
import { findDecidable, findLicence } from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const decider = { posts: ['decider'] } as const;

/** What the issuing agency does with a licence once it is out. */
export function licenceDeskRoutes({ origin }: { origin: string }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/licences/:number',
      summary: 'A licence that my deciding post covers, by its number',
      who: decider,
      purpose: 'needed',
      params: Type.Object({ number: Type.String({ maxLength: 60 }) }),
      output: LicenceDetail,
      handler: async (ctx, { params }) => {
        const licence = await findDecidable(ctx, { number: params.number.trim().toUpperCase() });
        if (!licence) throw licenceErrors.notDecidable();
        await recordLook(ctx, licence, 'supervision');
        return presentLicence(ctx, licence, origin);
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/revocation-preview',
      summary: 'What the holder would read if this licence were revoked; changes nothing',
      who: decider,
      purpose: 'needed',
      params: Id,
      body: Grounds,
      output: RevocationWords,
      handler: (ctx, { params, body }) => previewRevocation(ctx, params.id, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/revoke',
      summary: 'Revoke a licence, with reason and legal basis',
      who: decider,
      purpose: 'needed',
      params: Id,
      body: Grounds,
      output: LicenceDetail,
      handler: async (ctx, { params, body, ifMatch }) => {
        await revokeLicence(ctx, params.id, body, ifMatch);
        const licence = await findLicence(ctx, params.id);
        if (!licence) throw licenceErrors.notFound();
        await recordLook(ctx, licence, 'supervision');
        return presentLicence(ctx, licence, origin);
      },
    }),
  ];
}
