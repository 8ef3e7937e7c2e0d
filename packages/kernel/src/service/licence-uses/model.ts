import Type, { type Static } from 'typebox';
import { Text } from '../../platform/text/index.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false };
const Instant = Type.String({ format: 'date-time' });
const CivilDate = Type.String({ format: 'date' });

export const mostUses = 100;

/** Why a licence may be used by another than its holder. */
export const grounds = ['grant', 'code', 'law', 'case'] as const;
export type Ground = (typeof grounds)[number];

const FieldNames = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
  minItems: 1,
  maxItems: 60,
  uniqueItems: true,
  description: 'Names of fields of the licence',
});
const Why = Type.String({
  minLength: 2,
  maxLength: 200,
  pattern: '\\S',
  description: 'For what; both sides read it',
});

const granted = {
  fields: FieldNames,
  until: Type.String({ format: 'date', description: 'Last day, at most one year on' }),
  purpose: Why,
};

/** What a holder grants to an agency or a company. */
export const NewGrant = Type.Object(
  {
    agency: Type.Optional(Type.String({ maxLength: 60, description: 'Slug; either this or `company`' })),
    company: Type.Optional(Type.String({ maxLength: 18, description: '统一社会信用代码 (GB 32100)' })),
    most: Type.Integer({ minimum: 1, maximum: mostUses, description: 'Uses' }),
    ...granted,
  },
  closed,
);
export type NewGrant = Static<typeof NewGrant>;

/** What a holder grants, once, to whoever bears the code. */
export const NewCode = Type.Object(granted, closed);
export type NewCode = Static<typeof NewCode>;

/** What a holder grants, once, to whoever bears the code: the paper itself. */
export const NewPaperCode = Type.Object({ until: granted.until, purpose: granted.purpose }, closed);
export type NewPaperCode = Static<typeof NewPaperCode>;

export const Named = Type.Object({ name: Type.String(), label: Text });

export const GrantModel = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    to: Type.Enum(['agency', 'company', 'bearer']),
    grantee: Nullable(Text),
    fields: Type.Array(Named),
    most: Type.Integer(),
    used: Type.Integer(),
    until: CivilDate,
    purpose: Type.String({ description: 'As the holder wrote it' }),
    createdAt: Instant,
    paper: Type.Boolean({ description: 'Whether its code is for the sealed files themselves' }),
    state: Type.Enum(['open', 'taken', 'usedUp', 'expired', 'revoked'], {
      description: '`taken`: whoever used the code may still fetch the paper, for a day',
    }),
  },
  { description: 'What a holder granted of a licence' },
);

const Law = Type.Object({ title: Text, clause: Text });
export type Law = Static<typeof Law>;

export const UseModel = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    record: Type.String({ description: 'Number of the record' }),
    at: Instant,
    who: Text,
    post: Type.Union([Text, Type.Null()], { description: 'The post by which an agency used it' }),
    ground: Type.Enum([...grounds]),
    law: Nullable(Law),
    fields: Type.Array(Named),
    matter: Type.String({ description: 'For what, as the user wrote it' }),
    caseNumber: Nullable(Type.String()),
    paper: Type.Boolean({ description: 'Whether it took the sealed files themselves' }),
    dispute: Nullable(Type.Object({ reason: Type.String(), answer: Nullable(Type.String()) })),
  },
  { description: 'One use of a licence, as its holder reads it' },
);

const asked = {
  fields: Type.Optional({ ...FieldNames, description: 'All that may be used unless said' }),
  matter: Why,
  caseNumber: Type.Optional(
    Type.String({ minLength: 4, maxLength: 40, description: 'A case that the caller handles' }),
  ),
};
const Number_ = Type.String({ minLength: 4, maxLength: 60, description: 'Number of the licence' });
const company = Type.Optional(
  Type.String({ format: 'uuid', description: 'A company for which the caller acts; else the caller' }),
);

export const UseByGrant = Type.Object({ number: Number_, company, ...asked }, closed);
export const UseByCode = Type.Object(
  {
    code: Type.String({ minLength: 16, maxLength: 24, description: 'As the holder shows it' }),
    company,
    ...asked,
    fields: Type.Optional({
      ...FieldNames,
      description: 'All that may be used unless said; not with a code for the paper, which says all',
    }),
  },
  closed,
);
export const UseByLaw = Type.Object(
  {
    number: Number_,
    ground: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'Id of a lawful use, see `GET /api/v1/desk/licence-uses/grounds`',
    }),
    ...asked,
  },
  closed,
);
export type UseByGrant = Static<typeof UseByGrant>;
export type UseByCode = Static<typeof UseByCode>;
export type UseByLaw = Static<typeof UseByLaw>;

export const UseAnswer = Type.Object(
  {
    record: Type.String({ description: 'Number of the record that the holder reads' }),
    at: Instant,
    number: Type.String(),
    type: Type.String({ description: 'Code of the licence type' }),
    typeName: Text,
    issuer: Text,
    state: Type.Literal('valid'),
    validFrom: CivilDate,
    validUntil: Nullable(CivilDate),
    fields: Type.Array(Type.Object({ name: Type.String(), label: Text, value: Type.String() })),
    ground: Type.Enum([...grounds]),
    left: Nullable(Type.Integer({ description: 'Uses that the grant has left; null without one' })),
    paper: Nullable(
      Type.Object(
        { useId: Type.String({ format: 'uuid' }), until: Instant },
        {
          description:
            'Of a code for the paper: it is at `/api/v1/licence-uses/{useId}/file` (PDF) and `/ofd`, for the caller',
        },
      ),
    ),
  },
  { description: 'What was asked of a licence' },
);

export const GroundModel = Type.Object({
  id: Type.String(),
  type: Type.String({ description: 'Code of the licence type' }),
  typeName: Text,
  law: Law,
  fields: Type.Array(Named),
});
