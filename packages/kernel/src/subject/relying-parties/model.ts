import Type, { type Static } from 'typebox';
import type { Text } from '../../platform/text/index.ts';

/** What a relying party may be told, as scopes; `openid` is always among them. */
export const releasable = {
  profile: { zh: '姓名', en: 'Your name' },
  offline_access: { zh: '您不在时也能更新以上信息', en: 'Refresh this while you are away' },
} as const satisfies Record<string, Text>;
export type ReleasableScope = keyof typeof releasable;
export const releasableScopes = Object.keys(releasable) as ReleasableScope[];

const Uri = Type.String({ minLength: 8, maxLength: 300 });
const Name = Type.String({ minLength: 1, maxLength: 60 });

const Part = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 1500 }));

/** A public key (RFC 7517, RFC 7518 §6): a private part has no place in it. */
const Jwk = Type.Object(
  {
    kty: Type.Enum(['EC', 'OKP', 'RSA']),
    kid: Type.Optional(Type.String({ maxLength: 100 })),
    alg: Type.Optional(Type.Enum(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256'])),
    use: Type.Optional(Type.Literal('sig')),
    crv: Type.Optional(Type.Enum(['P-256', 'Ed25519'])),
    x: Part,
    y: Part,
    n: Part,
    e: Part,
  },
  { additionalProperties: false },
);

export const RelyingPartyInput = Type.Object(
  {
    name: Type.Object({ zh: Name, en: Name }, { additionalProperties: false }),
    kind: Type.Enum(['web', 'native', 'device'], {
      description: 'A web server, an application on people’s devices, or a device without a keyboard',
    }),
    authMethod: Type.Enum(['private_key_jwt', 'client_secret_basic', 'none'], {
      description: 'How it proves itself at the token endpoint',
    }),
    jwks: Type.Optional(
      Type.Object({ keys: Type.Array(Jwk, { minItems: 1, maxItems: 5 }) }, { additionalProperties: false }),
    ),
    redirectUris: Type.Array(Uri, { maxItems: 10 }),
    postLogoutRedirectUris: Type.Array(Uri, { maxItems: 10 }),
    backchannelLogoutUri: Type.Union([Uri, Type.Null()], {
      description: 'Where it is told that someone signed out (OpenID Connect Back-Channel Logout)',
    }),
    scopes: Type.Array(Type.Enum([...releasableScopes]), { uniqueItems: true }),
    subjectType: Type.Optional(
      Type.Enum(['public', 'pairwise'], {
        description:
          'By which number it knows people: the same everywhere, or another in each sector; new systems without a word get the latter',
      }),
    ),
    parRequired: Type.Boolean({ description: 'Takes pushed authorization requests only (RFC 9126)' }),
    dpopRequired: Type.Boolean({ description: 'Tokens are bound to its key (RFC 9449)' }),
  },
  { additionalProperties: false },
);
export type RelyingPartyInput = Static<typeof RelyingPartyInput>;

export interface RelyingParty extends RelyingPartyInput {
  id: string;
  clientId: string;
  agencyId: string;
  /** Slug. */
  agency: string;
  agencyName: Text;
  secretVersion: number;
  subjectType: 'public' | 'pairwise';
  /** Within which people have the same number; set once. */
  sector: string | null;
  createdAt: Date;
  closedAt: Date | null;
  version: number;
}
