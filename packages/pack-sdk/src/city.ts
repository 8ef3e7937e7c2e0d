import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

const Place = Type.Object({ code: Type.String(), name: Text }, { additionalProperties: false });

/** A city is configuration: who it is, where, which agencies and packs (`cities/NAME/city.ts`). */
export const CityConfig = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    name: Text,
    product: Text,
    /** OKLCH hue of the brand. */
    brandHue: Type.Number({ minimum: 0, maximum: 360 }),
    defaultLang: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
    hotline: Type.String(),
    /** Prefix of case numbers. */
    casePrefix: Type.String({ pattern: '^[A-Z]{2,4}$' }),
    province: Place,
    city: Place,
    districts: Type.Array(Place, { minItems: 1 }),
    /** Towns and streets: nine-digit codes below a district. */
    towns: Type.Array(Place),
    villages: Type.Optional(
      Type.String({
        description:
          'CSV file beside `city.ts` with the columns code (twelve digits), zh, en: villages and communities',
      }),
    ),
    officeHours: Type.Array(Type.Tuple([Type.Number(), Type.Number()])),
    agencies: Type.Array(
      Type.Object(
        {
          slug: Type.String(),
          code: Type.String({ description: '统一社会信用代码' }),
          name: Text,
          division: Type.String(),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    posts: Type.Array(
      Type.Object(
        {
          slug: Type.String(),
          role: Type.Enum(['clerk', 'reviewer', 'decider', 'inspector', 'head', 'dataOfficer', 'admin']),
          agency: Type.String(),
          division: Type.String(),
          name: Text,
        },
        { additionalProperties: false },
      ),
    ),
    lifeEvents: Type.Array(Place),
    packsOff: Type.Array(Type.String(), {
      description: 'Packs that the city does not use; all others are on',
    }),
    demo: Type.Object(
      { people: Type.Integer({ minimum: 1 }), seed: Type.Integer() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type CityConfig = Static<typeof CityConfig>;

export function defineCity(city: CityConfig): CityConfig {
  return city;
}
