import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

const Feel = Type.String({ minLength: 1, description: 'FEEL' });
/** Name of a field → FEEL. */
const FieldRules = Type.Record(Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]*$' }), Feel);

/** How each record of a library becomes a licence; FEEL sees `record`, `holder` (its own record) and `today`. */
export const StockRule = Type.Object(
  {
    resource: Type.String({ description: 'Code of the resource' }),
    holder: Type.Array(Type.String(), {
      minItems: 1,
      description: 'Fields among `x-subjects` of the resource; the first that has a value is the holder',
    }),
    where: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description: 'Only records whose fields equal these',
      }),
    ),
    fields: FieldRules,
    /** A civil date; today unless said. */
    validFrom: Type.Optional(Feel),
    /** A civil date, inclusive; by the term of the type unless said. */
    validUntil: Type.Optional(Feel),
    same: Type.Optional(
      Type.String({
        description:
          'A field of the licence: a record is left out where its holder has one already, valid or suspended, that says the same here',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StockRule = Static<typeof StockRule>;

/** Licences of one holder that become one of this type, and what each gets back when they part again. */
export const MergeRule = Type.Object(
  {
    parts: Type.Array(
      Type.Object(
        {
          type: Type.String({ description: 'Code of the licence type' }),
          as: Type.String({
            pattern: '^[a-z][a-zA-Z0-9]*$',
            description:
              'Name in FEEL: the fields of the licence with its `number`, `validFrom`, `validUntil`',
          }),
          /** Field of the part → FEEL over `merged` and `part`, its fields before; the others stay. */
          back: Type.Optional(FieldRules),
        },
        { additionalProperties: false },
      ),
      { minItems: 2 },
    ),
    /** Field of the merged one → FEEL over the parts by their names. */
    fields: FieldRules,
  },
  { additionalProperties: false },
);
export type MergeRule = Static<typeof MergeRule>;

/** A use of licences of a type by agencies that the law gives it, without leave of the holder, who reads each use. */
export const LawfulUse = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    agencies: Type.Array(Type.String({ description: 'Slug' }), { minItems: 1 }),
    law: Type.Object(
      { title: Text, clause: Text },
      { additionalProperties: false, description: 'The law, and the article with what it says' },
    ),
    fields: Type.Array(Type.String({ description: 'Name of a field of the type' }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type LawfulUse = Static<typeof LawfulUse>;

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
    stock: Type.Optional(StockRule),
    merges: Type.Optional(MergeRule),
    lawfulUses: Type.Optional(Type.Array(LawfulUse, { minItems: 1 })),
  },
  { additionalProperties: false },
);
export type LicenceTypeSource = Static<typeof LicenceTypeSource>;
