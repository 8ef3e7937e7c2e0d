import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { licenceErrors } from './errors.ts';
import { recordLook } from './look.ts';
import { LicenceDetail, presentLicence } from './present.ts';
import { changeLicence, directChanges, Grounds, previewChange } from './changes.ts';
import { ChangeWords } from './change-words.ts';
import { findDecidable, findLicence } from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Change = Type.Object(
  { kind: Type.Enum([...directChanges]), ...Grounds.properties },
  { additionalProperties: false },
);
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
      url: '/api/v1/licences/:id/changes/preview',
      summary: 'What the holder would read if this licence were changed so; changes nothing',
      who: decider,
      purpose: 'needed',
      params: Id,
      body: Change,
      output: ChangeWords,
      handler: (ctx, { params, body: { kind, ...grounds } }) => previewChange(ctx, params.id, kind, grounds),
    }),
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/changes',
      summary: 'Suspend, resume, revoke, cancel or annotate a licence, with reason and legal basis',
      who: decider,
      purpose: 'needed',
      params: Id,
      body: Change,
      output: LicenceDetail,
      handler: async (ctx, { params, body: { kind, ...grounds }, ifMatch }) => {
        await changeLicence(ctx, params.id, kind, grounds, ifMatch);
        const licence = await findLicence(ctx, params.id);
        if (!licence) throw licenceErrors.notFound();
        await recordLook(ctx, licence, 'supervision');
        return presentLicence(ctx, licence, origin);
      },
    }),
  ];
}
