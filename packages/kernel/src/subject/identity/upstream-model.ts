import Type, { type Static } from 'typebox';
import { sealedColumn } from '../../platform/columns/index.ts';
import type { AssuranceLevel, Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';

const Name = Type.String({ minLength: 1, maxLength: 60 });
const Claim = Type.String({ pattern: '^[A-Za-z0-9_.:/-]{1,100}$', description: 'Name of a claim' });

/** A sign-in service of others, as an administrator registers it. */
export const UpstreamInput = Type.Object(
  {
    issuer: Type.String({ minLength: 8, maxLength: 300, description: 'As its discovery document says it' }),
    name: Type.Object({ zh: Name, en: Name }, { additionalProperties: false }),
    clientId: Type.String({ minLength: 1, maxLength: 200, description: 'What we are called there' }),
    authMethod: Type.Enum(['private_key_jwt', 'client_secret_basic'], {
      description: 'How we prove ourselves there',
    }),
    tokenAlgorithm: Type.Enum(['RS256', 'PS256', 'ES256', 'EdDSA'], {
      description: 'The one in which its tokens are signed',
    }),
    scopes: Type.Array(Type.String({ pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,60}$' }), {
      maxItems: 10,
      uniqueItems: true,
      description: 'That are asked for beside `openid`',
    }),
    levels: Type.Array(
      Type.Object(
        {
          acr: Type.String({ minLength: 1, maxLength: 200 }),
          level: Type.Integer({ minimum: 1, maximum: 3 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20, description: 'Which `acr` of theirs counts as which level at most; others count as 1' },
    ),
    nameClaim: Claim,
    numberClaim: Type.Union([Claim, Type.Null()], {
      description: 'That holds the identity number; null: none',
    }),
    makesAccounts: Type.Boolean({ description: 'Whether people without an account get one' }),
  },
  { additionalProperties: false },
);
export type UpstreamInput = Static<typeof UpstreamInput>;

export interface Upstream extends UpstreamInput {
  id: string;
  publicKey: Record<string, unknown> | null;
  createdAt: Date;
  closedAt: Date | null;
  version: number;
}

/** Our secrets at sign-in services of others. */
export const upstreamCredential = sealedColumn('upstream', 'credential');

/** What was told of someone who signed in there, after every check. */
export interface Arrival {
  upstreamId: string;
  subject: string;
  name: string;
  /** As it was told; null where none is told or asked for. */
  idNumber: string | null;
  level: AssuranceLevel;
  sid: string | null;
  /** When they signed in there, in whole seconds. */
  at: Date;
}

/** Answers what a sign-in from elsewhere asks of the person library. */
export interface UpstreamPorts {
  /** The living person of this number and, where one is given, this name. */
  findPerson(
    ctx: Context,
    who: { idNumber: string; name?: string },
  ): Promise<{ id: string; name: string } | undefined>;
}

/** A link as its holder sees it. */
export interface Link {
  id: string;
  upstreamId: string;
  name: Text;
  closed: boolean;
  createdAt: Date;
  usedAt: Date;
}
