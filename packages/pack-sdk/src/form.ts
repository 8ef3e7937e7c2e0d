import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

/** Field → FEEL over `applicant` (`id`, `kind`, …), `account` and earlier lookups. */
const Where = Type.Record(Type.String(), Type.String());

/** Records that a form looks up for the applicant before it is shown. */
export const Lookup = Type.Object(
  {
    resource: Type.String(),
    /** Of a list, the first whose values are all there: a person's record is found by another field than an entity's. */
    where: Type.Union([Where, Type.Array(Where, { minItems: 2 })]),
    /** FEEL over `record` and earlier lookups: records for which it is not true are left out. */
    only: Type.Optional(Type.String()),
    many: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Lookup = Static<typeof Lookup>;

/** One question; JSON Schema with display hints under `x-`. */
export const FormFieldSource = Type.Object(
  {
    type: Type.Enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
    enum: Type.Optional(Type.Array(Type.String())),
    const: Type.Optional(Type.Unknown()),
    format: Type.Optional(Type.String()),
    pattern: Type.Optional(Type.String()),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    minLength: Type.Optional(Type.Integer()),
    maxLength: Type.Optional(Type.Integer()),
    items: Type.Optional(Type.Unknown()),
    'x-title': Text,
    'x-help': Type.Optional(Text),
    'x-enum': Type.Optional(Type.Record(Type.String(), Text)),
    'x-widget': Type.Optional(
      Type.Enum([
        'text',
        'textarea',
        'radio',
        'select',
        'date',
        'money',
        'number',
        'confirm',
        'choice',
        'phone',
        'photos',
      ]),
    ),
    'x-unit': Type.Optional(Text),
    /** FEEL over the answers; asked only where true, and dropped from the answers elsewhere. */
    'x-when': Type.Optional(Type.String()),
    /** FEEL over lookups and applicant that fills the field; `lock` leaves it unchangeable. */
    'x-from': Type.Optional(
      Type.Object(
        { lookup: Type.String(), value: Type.String(), lock: Type.Boolean() },
        { additionalProperties: false },
      ),
    ),
    /** One of the records of a lookup: FEEL over `record` for value, label and detail. */
    'x-choices': Type.Optional(
      Type.Object(
        {
          lookup: Type.String(),
          value: Type.String(),
          zh: Type.String(),
          en: Type.String(),
          none: Type.Optional(Text),
          /**
           * Other fields that the record fills, FEEL over `record`: a single record fills them unasked, of several
           * one is chosen first. The question is asked only where there are several, and need not be answered.
           */
          fills: Type.Optional(Type.Record(Type.String(), Type.String())),
          /** With `fills`: the last choice, for one whose record is not among them. */
          other: Type.Optional(Text),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type FormFieldSource = Static<typeof FormFieldSource>;

/** A form (`forms/*.schema.json`). */
export const FormSource = Type.Object(
  {
    $schema: Type.Literal('https://json-schema.org/draft/2020-12/schema'),
    $id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    title: Type.String(),
    type: Type.Literal('object'),
    required: Type.Array(Type.String()),
    properties: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9]*$' }), FormFieldSource),
    additionalProperties: Type.Literal(false),
    'x-lookups': Type.Optional(Type.Record(Type.String(), Lookup)),
    'x-steps': Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Text,
          intro: Type.Optional(Text),
          fields: Type.Array(Type.String(), { minItems: 1 }),
          when: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    'x-confirm': Text,
  },
  { additionalProperties: false },
);
export type FormSource = Static<typeof FormSource>;
