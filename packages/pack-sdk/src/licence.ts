import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

/** A type of licence or proof (`licences/*.json`). */
export const LicenceTypeSource = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    name: Text,
    kind: Type.Union([Type.Literal('licence'), Type.Literal('proof')]),
    holder: Type.Union([Type.Literal('person'), Type.Literal('entity'), Type.Literal('any')]),
    issuer: Type.Optional(
      Type.String({ description: 'Slug of the agency; the owner of the pack unless said' }),
    ),
    /** Where the type stands among those of the agency that defines it; it begins the identifier (GB/T 36904). */
    catalogue: Type.Object(
      {
        number: Type.String({ pattern: '^[0-9]{3}$' }),
        authority: Type.Optional(
          Type.String({
            pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$',
            description: 'Credit code of the agency that defines the type, the issuer unless said',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    /** Months of validity; absent for one that does not end. */
    validMonths: Type.Optional(Type.Integer({ minimum: 1 })),
    /** A holder has at most one valid licence of the type. */
    single: Type.Boolean(),
    fields: Type.Array(
      Type.Object(
        {
          name: Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]*$' }),
          label: Text,
          format: Type.Enum(['text', 'date', 'money', 'area', 'percent', 'number', 'list']),
          /** Shown to whoever checks the code. */
          public: Type.Boolean(),
          example: Type.Optional(
            Type.Union([Type.String(), Type.Number(), Type.Array(Type.String())], {
              description: 'A fictional value as the record keeps it, for previews',
            }),
          ),
          /** How much a layout must have room for. */
          longest: Type.Optional(
            Type.Integer({
              minimum: 1,
              description: 'Characters of a text, 40 unless said; lines of a list, 6 unless said',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    statement: Text,
  },
  { additionalProperties: false },
);
export type LicenceTypeSource = Static<typeof LicenceTypeSource>;
