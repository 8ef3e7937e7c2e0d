import type { ItemSource } from '@quancheng/pack-sdk';
import Type from 'typebox';
import { Text } from '../../platform/text/index.ts';

/** The content of an item version; an imported draft may miss much of it. */
export type ItemContent = ItemSource;

export const ItemSummary = Type.Object(
  {
    code: Type.String({ description: '事项实施编码' }),
    name: Type.String({ description: 'Official name' }),
    title: Text,
    agency: Type.String(),
    agencyCode: Type.String({ description: '统一社会信用代码' }),
    agencyTitle: Text,
    caseType: Type.Union([Type.Literal('instant'), Type.Literal('promise')]),
    itemType: Type.String(),
    online: Type.Boolean(),
    serviceObjects: Type.Array(Type.String()),
    promisedDays: Type.Integer(),
    statutoryDays: Type.Integer(),
    dayUnit: Type.String(),
    visits: Type.Integer(),
    feeFrom: Type.Integer({ description: 'fen; 0 is free' }),
    summary: Text,
  },
  { description: 'An item as lists show it' },
);

const Material = Type.Object({
  id: Type.String(),
  name: Text,
  need: Type.String(),
  held: Type.Boolean({ description: 'The government has it: nothing to hand in' }),
  heldSource: Type.Optional(Text),
  form: Type.String(),
  copies: Type.Integer(),
  source: Text,
  standard: Type.Optional(Text),
});

export const ItemDetail = Type.Object({
  ...ItemSummary.properties,
  version: Type.Integer(),
  assurance: Type.Integer({
    minimum: 2,
    maximum: 4,
    description: 'How surely it must be the person who applies online: 3 is by a passkey, 4 by a certificate',
  }),
  conditions: Type.Array(Text),
  legalBasis: Type.Array(Type.Object({ title: Text, clause: Text })),
  materials: Type.Array(Material),
  fees: Type.Array(Type.Object({ name: Text, amount: Type.Integer(), basis: Text })),
  steps: Type.Array(Type.Object({ name: Text, what: Text, days: Type.Optional(Type.Integer()) })),
  places: Type.Array(Type.Object({ name: Text, address: Text, hours: Text, phone: Type.String() })),
  questions: Type.Array(Type.Object({ question: Text, answer: Text })),
  result: Type.Union([Type.Object({ name: Text, type: Type.String() }), Type.Null()]),
  enquiryPhone: Type.String(),
  complaintPhone: Type.String(),
  effectiveFrom: Type.String({ format: 'date' }),
  actsForEntity: Type.Boolean(),
});
