import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { Text } from '../../platform/text/index.ts';

export interface Mandate {
  id: string;
  principalKind: 'person' | 'entity';
  principalId: string;
  agentPersonId: string;
  /** `once`: for one application, which uses it up; `case`: for one case that is under way, until it ends. */
  kind: 'agent' | 'parent' | 'representative' | 'once' | 'guardian' | 'case';
  /** Item codes; empty means every item. */
  scope: string[];
  /** Civil dates, both inclusive; null has no end. */
  validFrom: string;
  validUntil: string | null;
  /** The person who gave it; null for what follows from the registers, as for parents. */
  grantedBy: string | null;
  /** The one case that it is for; null for what is for items. */
  caseId: string | null;
}

export type NewMandate = Omit<Mandate, 'id' | 'validFrom' | 'grantedBy' | 'caseId'> & {
  grantedBy?: string;
  caseId?: string | null;
};

/** Whether people gave a mandate here, and so may end it here; the others follow from registers and documents. */
export function isGiven({ kind }: Pick<Mandate, 'kind'>): boolean {
  return kind === 'agent' || kind === 'once' || kind === 'case';
}

/** Whether a mandate is for one matter alone: whoever has it may be appointed for more. */
export function isForOneMatter({ kind }: Pick<Mandate, 'kind'>): boolean {
  return kind === 'once' || kind === 'case';
}

/** A case under way, as far as a mandate for it needs to know it. */
export interface OpenCase {
  number: string;
  itemCode: string;
  principalKind: Mandate['principalKind'];
  principalId: string;
  /** Civil date by which it is to be decided; null where none runs. */
  dueDate: string | null;
  /** Whether the caller's posts cover it: nobody both handles a case and acts for its applicant. */
  isHandler: boolean;
}

/** How someone is named who is to act for another: both must agree with the register. */
export interface Papers {
  name: string;
  idNumber: string;
}

/** What mandates need to know of people, entities and items, which are later folders; the server wires it. */
export interface MandatePorts {
  /** Names by id, read at once. */
  namesOf(
    ctx: Context,
    kind: Mandate['principalKind'],
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** A living person of age; one answer for all who are not, so that nobody finds out about others. */
  findAdult(ctx: Context, who: Papers | { id: string }): Promise<{ id: string } | undefined>;
  /** A living person of any age, by papers that agree; `birthDate` is a civil date. */
  findLiving(ctx: Context, who: Papers): Promise<{ id: string; birthDate: string } | undefined>;
  /** Everyday names of items by code; a code that no item has or had is absent. */
  itemTitles(ctx: Context, codes: readonly string[]): Promise<ReadonlyMap<string, Text>>;
  /** A case that was handed in and has not ended, whoever asks; it does not end before this transaction does. */
  findOpenCase(ctx: Context, id: string): Promise<OpenCase | undefined>;
}

const shared = {
  id: Type.String({ format: 'uuid' }),
  principalId: Type.String({ format: 'uuid' }),
  kind: Type.Enum(['person', 'entity'], { description: 'What the principal is' }),
  mandate: Type.Enum(['agent', 'parent', 'representative', 'once', 'guardian', 'case'], {
    description: 'By what the agent acts',
  }),
  relation: Text,
  scope: Type.Array(Type.Object({ code: Type.String(), title: Text }), {
    description: 'Items that it covers; empty means all',
  }),
  validFrom: Type.String({ format: 'date' }),
  validUntil: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'Inclusive' }),
  revocable: Type.Boolean({ description: 'Whether the caller may end it here' }),
  caseId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
    description: 'The one case that it is for; null for what is for items',
  }),
};

export const HeldMandate = Type.Object(
  { ...shared, name: Type.String({ description: 'Name of the principal' }) },
  { description: 'Someone for whom the caller may act' },
);

export const GrantedMandate = Type.Object(
  {
    ...shared,
    principal: Type.String({ description: 'Name of the principal' }),
    agent: Type.String({ description: 'Name of the one who may act' }),
  },
  { description: 'Someone who may act for the caller, or for an entity that the caller represents' },
);

/** Most items that one mandate lists. */
export const mostItems = 30;

export const NewGrant = Type.Object(
  {
    principalId: Type.Optional(
      Type.String({ format: 'uuid', description: 'An entity that the caller represents; else the caller' }),
    ),
    agent: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100, description: 'Full name as registered' }),
        idNumber: Type.String({ minLength: 18, maxLength: 18, description: 'Identity number (GB 11643)' }),
      },
      { additionalProperties: false },
    ),
    items: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        minItems: 1,
        maxItems: mostItems,
        uniqueItems: true,
        description: 'Implementation codes; absent means every item',
      }),
    ),
    validUntil: Type.Optional(
      Type.String({ format: 'date', description: 'Last day, at most five years on; one year unless said' }),
    ),
  },
  { additionalProperties: false },
);
export type NewGrant = Type.Static<typeof NewGrant>;

export const PapersOf = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: 'Full name as registered' }),
    idNumber: Type.String({ minLength: 18, maxLength: 18, description: 'Identity number (GB 11643)' }),
  },
  { additionalProperties: false },
);

export const GuardianBasis = Type.Enum(
  ['birth-certificate', 'household-register', 'court-decision', 'appointment'],
  { description: 'The document that was shown' },
);

/** Who is the guardian of whom, by which document. */
export const NewGuardian = Type.Object(
  {
    guardian: PapersOf,
    ward: PapersOf,
    basis: GuardianBasis,
    documentEnd: Type.String({
      pattern: '^[0-9A-Z]{4}$',
      description: 'Last four characters of the document’s number; no more of it is kept',
    }),
    items: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        minItems: 1,
        maxItems: mostItems,
        uniqueItems: true,
        description: 'Implementation codes; absent means every item',
      }),
    ),
    until: Type.Optional(
      Type.String({
        format: 'date',
        description: 'Last day; the day before the 18th birthday unless earlier',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NewGuardian = Type.Static<typeof NewGuardian>;
