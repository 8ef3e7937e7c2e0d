import Type, { type Static } from 'typebox';
import { digest } from '../../platform/crypto/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { LicenceRow } from '../licences/index.ts';

/**
 * What the two levels say to each other. The shape follows the services that GB/T 36906 is said to describe for shared
 * licences (catalogue, registration, query, verification, revocation); its text was not at hand. The names beginning
 * with `certificate…` are partly those of published code for the metadata of GB/T 36903, partly made after them; version,
 * state and digest of the file are named here.
 */

const closed = { additionalProperties: false };
const line = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description });
const Day = (description: string) => Type.String({ format: 'date', description });

export const Identifier = line(200, '电子证照标识 (GB/T 36904)');
export const FileDigest = Type.String({
  pattern: '^[0-9a-f]+$',
  minLength: 64,
  maxLength: 64,
  description: 'SM3 of the file, hexadecimal',
});
export const exchangedStates = [
  'valid',
  'suspended',
  'revoked',
  'cancelled',
  'superseded',
] as const satisfies LicenceRow['state'][];
export const messageKinds = ['register', 'change', 'file', 'stock'] as const;

export const LicenceMessage = Type.Object(
  {
    certificateIdentifier: Identifier,
    version: Type.Integer({
      minimum: 1,
      maximum: 2_000_000_000,
      description:
        'Number of the message among those of this licence; the highest one counts, in whatever order they come',
    }),
    kind: Type.Enum([...messageKinds], {
      description:
        'Issued; its state changed; its file was made; sent once more. Each says everything that holds from then on',
    }),
    state: Type.Enum([...exchangedStates]),
    changedAt: Type.String({ format: 'date-time', description: 'Since when it is so' }),
    certificateTypeCode: line(80, 'Code of the type at the level that sends it'),
    certificateTypeName: line(200, 'Name of the type'),
    certificateNumber: line(100, 'Number'),
    certificateHolderName: line(200, 'Holder'),
    certificateHolderCode: line(60, 'Citizen identity number, or unified social credit code'),
    certificateHolderTypeName: Type.Enum(['自然人', '法人和其他组织'], { description: 'Kind of the holder' }),
    certificateIssuingAuthorityName: line(200, 'Agency that issued it'),
    certificateIssuingAuthorityCode: line(18, 'Unified social credit code of the agency'),
    certificateIssuedDate: Day('Issued on'),
    certificateEffectiveDate: Day('Valid from'),
    certificateExpiringDate: Type.Union([Day('Valid until, inclusive'), Type.Null()], {
      description: 'Null: without end',
    }),
    fileDigest: Type.Union([FileDigest, Type.Null()], { description: 'Of its OFD; null while it has none' }),
    data: Type.Array(
      Type.Object(
        { name: line(80, 'As the type names it'), value: Type.String({ maxLength: 4000 }) },
        closed,
      ),
      { maxItems: 100, description: 'What it says; what is no text as JSON' },
    ),
  },
  closed,
);
export type LicenceMessage = Static<typeof LicenceMessage>;

export const mostMessages = 50;

export const outcomes = ['accepted', 'late', 'conflict', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

export const Receipt = Type.Object({
  certificateIdentifier: Type.String(),
  version: Type.Integer(),
  outcome: Type.Enum([...outcomes], {
    description:
      'Taken; taken, but a newer one had come before; another content was taken under this version, a person decides; not taken',
  }),
  reason: Type.Union([Text, Type.Null()]),
});
export type Receipt = Static<typeof Receipt>;

export const TypeEntry = Type.Object(
  {
    certificateTypeCode: line(80, 'Code of the type at the level that sends it'),
    certificateTypeName: line(200, 'Name of the type'),
    definingAuthorityCode: Type.Union([line(18, 'Unified social credit code'), Type.Null()], {
      description: 'Agency that defines the type; null: the issuer itself',
    }),
    holder: Type.Enum(['person', 'entity', 'any']),
    validMonths: Type.Union([Type.Integer({ minimum: 1, maximum: 1200 }), Type.Null()]),
    fields: Type.Array(
      Type.Object({ name: line(80, 'Name'), label: line(200, 'As people read it') }, closed),
      {
        maxItems: 100,
      },
    ),
  },
  closed,
);
export type TypeEntry = Static<typeof TypeEntry>;

export const Ground = Type.Object(
  {
    basis: line(300, 'Law and article, or that the holder agreed'),
    matter: line(200, 'For what it is needed, such as the number of a case'),
  },
  closed,
);
export type Ground = Static<typeof Ground>;

/** Text that is the same for the same content whatever the order of its members: by it messages are compared. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** SM3 over the canonical text, hexadecimal. */
export function contentDigest(content: unknown): string {
  return digest('SM3', Buffer.from(canonical(content))).toString('hex');
}
