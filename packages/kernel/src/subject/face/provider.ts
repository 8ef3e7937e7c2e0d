import { createHash, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import Type, { type Static, type TSchema } from 'typebox';
import Value from 'typebox/value';
import { FaceAction, mostActions, type FacePerson } from './model.ts';

/** Where the provider answers, and by what its answers are known. */
export interface FaceProviderConfig {
  /** Without a slash at its end. */
  url: string;
  /** Signs its answers (ES256). */
  publicKey: KeyObject;
  /** How long one of its answers may take. */
  timeoutMs: number;
}

/** Signs a JWT (ES256) by the platform's key in custody. */
export type SignRequest = (header: { typ: string }, payload: object) => Promise<string>;

const Begun = Type.Object({
  aud: Type.String(),
  reference: Type.String(),
  transaction: Type.String({ minLength: 1, maxLength: 100, pattern: '^[A-Za-z0-9._-]+$' }),
  actions: Type.Array(FaceAction, { minItems: 1, maxItems: mostActions }),
});

const Compared = Type.Object({
  aud: Type.String(),
  reference: Type.String(),
  transaction: Type.String(),
  outcome: Type.Enum(['passed', 'failed']),
});

/** The provider did not answer in time, or not as agreed; says nothing of the person. */
export class ProviderFailure extends Error {
  readonly reason: 'no-answer' | 'untrusted';

  constructor(reason: 'no-answer' | 'untrusted') {
    super(reason);
    this.reason = reason;
  }
}

/** The provider’s octets are bounded: a signed answer is short. */
const mostAnswer = 16_384;

/**
 * The two calls that a provider answers, `POST /checks` and `POST /checks/TRANSACTION/compare`. Each request carries a
 * JWT of the platform over the digest of its body, each answer is a JWS of the provider that names our origin, our
 * reference and its transaction: an answer that was made for another check counts for none.
 */
export function createFaceProvider(
  { url, publicKey, timeoutMs }: FaceProviderConfig,
  { origin, sign }: { origin: string; sign: SignRequest },
) {
  async function call<T extends TSchema>(
    path: string,
    reference: string,
    at: Date,
    body: object,
    schema: T,
  ): Promise<Static<T>> {
    const text = JSON.stringify({ reference, ...body });
    const seconds = Math.floor(at.getTime() / 1000);
    const digest = createHash('sha256').update(text).digest('base64url');
    const claims = { iss: origin, aud: url, jti: reference, iat: seconds, exp: seconds + 60, digest };
    const token = await sign({ typ: 'face+jwt' }, claims);
    return readAnswer(await post(`${url}${path}`, token, text), reference, schema);
  }

  async function post(address: string, token: string, body: string): Promise<string> {
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
        // Pictures go to the configured address and to no other.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const parts: Uint8Array[] = [];
      let octets = 0;
      for await (const part of answer.body ?? []) {
        octets += part.byteLength;
        if (octets > mostAnswer) throw new ProviderFailure('untrusted');
        parts.push(part);
      }
      if (!answer.ok) throw new ProviderFailure('no-answer');
      return Buffer.concat(parts).toString('utf8');
    } catch (error) {
      throw error instanceof ProviderFailure ? error : new ProviderFailure('no-answer');
    }
  }

  async function readAnswer<T extends TSchema>(
    jws: string,
    reference: string,
    schema: T,
  ): Promise<Static<T>> {
    try {
      const { payload } = await compactVerify(jws, publicKey, { algorithms: ['ES256'] });
      const said: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
      if (Value.Check(schema, said)) {
        const { aud, reference: of } = said as { aud?: unknown; reference?: unknown };
        if (aud === origin && of === reference) return said as Static<T>;
      }
    } catch {
      // not signed by the provider, or not JSON
    }
    throw new ProviderFailure('untrusted');
  }

  return {
    /** Errors: `ProviderFailure`. */
    begin: async (reference: string, at: Date, consent: string) => {
      const consented = { version: consent, at: at.toISOString() };
      const { transaction, actions } = await call('/checks', reference, at, { consent: consented }, Begun);
      return { transaction, actions };
    },
    /** Whether the face before the camera is alive and this person's. Errors: `ProviderFailure`. */
    compare: async (
      check: { reference: string; transaction: string },
      at: Date,
      person: FacePerson,
      pictures: readonly { action: string; image: string }[],
    ): Promise<boolean> => {
      const { reference, transaction } = check;
      const path = `/checks/${transaction}/compare`;
      const said = await call(path, reference, at, { person, pictures }, Compared);
      if (said.transaction !== transaction) throw new ProviderFailure('untrusted');
      return said.outcome === 'passed';
    },
  };
}
