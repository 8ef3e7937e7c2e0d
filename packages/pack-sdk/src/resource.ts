import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

/** One field of a resource; `type` and `format` decide the column. */
export const ResourceField = Type.Object(
  {
    type: Type.Enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
    format: Type.Optional(
      Type.Union([Type.Literal('date'), Type.Literal('date-time'), Type.Literal('uuid')]),
    ),
    enum: Type.Optional(Type.Array(Type.String())),
    items: Type.Optional(Type.Unknown()),
    description: Type.String({ description: 'What it is, with unit and source' }),
    'x-title': Text,
    'x-enum': Type.Optional(Type.Record(Type.String(), Text)),
    /** The one agency that may say what is true (一数一源), where it is not the owner. */
    'x-source': Type.Optional(Type.String()),
    'x-index': Type.Optional(Type.Boolean()),
    /** Money in fen, area in m²: how it is shown. */
    'x-format': Type.Optional(Type.Enum(['money', 'area', 'percent', 'idNumber', 'phone', 'division'])),
    /** Not shown on "my data". */
    'x-hidden': Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ResourceField = Static<typeof ResourceField>;

/** A resource of the catalogue (`resources/*.schema.json`): JSON Schema 2020-12 with what a table needs to know. */
export const ResourceSource = Type.Object(
  {
    $schema: Type.Literal('https://json-schema.org/draft/2020-12/schema'),
    $id: Type.String({ pattern: '^[a-z][a-z0-9-]*$', description: 'Code of the resource' }),
    title: Type.String(),
    type: Type.Literal('object'),
    'x-name': Text,
    'x-agency': Type.Optional(
      Type.String({ description: 'Slug of the owner; that of the pack unless said' }),
    ),
    /** Fields that together name one record. */
    'x-key': Type.Array(Type.String(), { minItems: 1 }),
    /** Fields that hold the id of the person or entity that a record is about. */
    'x-subjects': Type.Array(
      Type.Object(
        { field: Type.String(), kind: Type.Union([Type.Literal('person'), Type.Literal('entity')]) },
        { additionalProperties: false },
      ),
    ),
    required: Type.Array(Type.String()),
    properties: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9]*$' }), ResourceField),
    additionalProperties: Type.Literal(false),
  },
  { additionalProperties: false },
);
export type ResourceSource = Static<typeof ResourceSource>;
