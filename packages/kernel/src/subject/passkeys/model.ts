import Type, { type Static } from 'typebox';

/** As browsers write binary values into JSON (WebAuthn Level 3 §5.1.8). */
const Base64Url = (maxLength: number) => Type.String({ maxLength, pattern: '^[A-Za-z0-9_-]*$' });
const Outputs = Type.Record(Type.String(), Type.Unknown());
const Attachment = Type.Optional(Type.Enum(['platform', 'cross-platform']));
const credentialId = Base64Url(1400);

/** What a browser answers to `navigator.credentials.create()`, as `toJSON()` gives it. */
export const NewCredential = Type.Object(
  {
    id: credentialId,
    rawId: credentialId,
    type: Type.Literal('public-key'),
    response: Type.Object({
      clientDataJSON: Base64Url(8000),
      attestationObject: Base64Url(60_000),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 })),
    }),
    clientExtensionResults: Outputs,
    authenticatorAttachment: Attachment,
  },
  { description: '`RegistrationResponseJSON` (WebAuthn Level 3)' },
);
export type NewCredential = Static<typeof NewCredential>;

/** What a browser answers to `navigator.credentials.get()`, as `toJSON()` gives it. */
export const Assertion = Type.Object(
  {
    id: credentialId,
    rawId: credentialId,
    type: Type.Literal('public-key'),
    response: Type.Object({
      clientDataJSON: Base64Url(8000),
      authenticatorData: Base64Url(8000),
      signature: Base64Url(8000),
      userHandle: Type.Optional(Base64Url(100)),
    }),
    clientExtensionResults: Outputs,
    authenticatorAttachment: Attachment,
  },
  { description: '`AuthenticationResponseJSON` (WebAuthn Level 3)' },
);
export type Assertion = Static<typeof Assertion>;

export interface Passkey {
  id: string;
  accountId: string;
  /** base64url */
  credentialId: string;
  /** COSE key */
  publicKey: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
  name: string;
  createdAt: Date;
  usedAt: Date | null;
}
