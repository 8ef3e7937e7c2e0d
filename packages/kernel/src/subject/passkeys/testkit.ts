import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { Visitor } from '@quancheng/testing';

/** What an authenticator that misbehaves does otherwise. */
export interface Otherwise {
  origin?: string;
  rpId?: string;
  challenge?: string;
  counter?: number;
  /** Whether it checked who holds it. */
  verified?: boolean;
  userHandle?: string;
}

interface Asked {
  challenge: string;
  rpId?: string;
  rp?: { id?: string };
  user?: { id: string };
}

/** An authenticator in software, with one ES256 key that it counts uses of (WebAuthn Level 3 §6). */
export interface Authenticator {
  create(options: Asked, otherwise?: Otherwise): Record<string, unknown>;
  get(options: Asked, otherwise?: Otherwise): Record<string, unknown>;
}

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  let handle = '';

  function clientData(type: string, { challenge }: Asked, otherwise: Otherwise): Buffer {
    const { origin: other, challenge: another } = otherwise;
    return Buffer.from(
      JSON.stringify({
        type,
        challenge: another ?? challenge,
        origin: other ?? origin,
        crossOrigin: false,
      }),
    );
  }

  function authenticatorData(rpId: string, otherwise: Otherwise, more: Buffer): Buffer {
    const seen = otherwise.verified === false ? 0 : flags.verified;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(otherwise.counter ?? counter);
    return Buffer.concat([
      createHash('sha256')
        .update(otherwise.rpId ?? rpId)
        .digest(),
      Buffer.from([flags.present | seen | (more.length > 0 ? flags.attested : 0)]),
      count,
      more,
    ]);
  }

  return {
    create: (options, otherwise = {}) => {
      counter += 1;
      handle = options.user?.id ?? '';
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseOf(publicKey)]);
      const data = authenticatorData(options.rp?.id ?? '', otherwise, credential);
      return {
        ...named(id),
        response: {
          clientDataJSON: clientData('webauthn.create', options, otherwise).toString('base64url'),
          attestationObject: attestationOf(data).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    get: (options, otherwise = {}) => {
      counter += 1;
      const client = clientData('webauthn.get', options, otherwise);
      const data = authenticatorData(options.rpId ?? '', otherwise, Buffer.alloc(0));
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        ...named(id),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: createSign('sha256').update(signed).sign(privateKey).toString('base64url'),
          userHandle: otherwise.userHandle ?? handle,
        },
      };
    },
  };
}

function named(id: Buffer) {
  const text = id.toString('base64url');
  return { id: text, rawId: text, type: 'public-key', clientExtensionResults: {} };
}

/** An EC2 key of ES256 in CBOR (RFC 9053 §7.1.1): { 1: 2, 3: -7, -1: 1, -2: x, -3: y }. */
function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

/** { fmt: 'none', attStmt: {}, authData } in CBOR. */
function attestationOf(data: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length);
  return Buffer.concat([
    Buffer.from([0xa3, 0x63]),
    Buffer.from('fmt'),
    Buffer.from([0x64]),
    Buffer.from('none'),
    Buffer.from([0x67]),
    Buffer.from('attStmt'),
    Buffer.from([0xa0, 0x68]),
    Buffer.from('authData'),
    Buffer.from([0x59]),
    length,
    data,
  ]);
}

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** Sends a command as the page of a signed-in browser does. */
export async function command<T>(
  visitor: Visitor,
  path: string,
  body: unknown = {},
): Promise<{ status: number; body: T }> {
  const session = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
  const answer = await visitor.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

/** Adds a passkey to the account of a browser; answers the last answer. */
export async function addPasskey(
  visitor: Visitor,
  authenticator: Authenticator,
  otherwise: Otherwise = {},
): Promise<{ status: number; body: { id: string; code?: string } }> {
  const begun = await command<{ options: Asked; code?: string; id: string }>(
    visitor,
    '/api/v1/me/passkeys/start',
  );
  if (begun.status !== 200) return begun;
  const credential = authenticator.create(begun.body.options, otherwise);
  return command(visitor, '/api/v1/me/passkeys', { name: '我的手机', credential });
}

/** What a sign-in page that was reached asks an authenticator for. */
export async function askedAt(visitor: Visitor, uid: string): Promise<Asked> {
  const answer = await visitor.fetch(`/oidc/interaction/${uid}/passkey/start`, { method: 'POST' });
  return ((await answer.json()) as { options: Asked }).options;
}

export function postForm(
  visitor: Visitor,
  path: string,
  fields: Record<string, string> = {},
): ReturnType<Visitor['follow']> {
  return visitor.follow(path, {
    method: 'POST',
    headers: formType,
    body: new URLSearchParams(fields).toString(),
  });
}

/** Reaches the sign-in page of our own web and answers which interaction it belongs to. */
export async function reachSignIn(visitor: Visitor, query = ''): Promise<string> {
  const { path } = await visitor.follow(`/auth/login?return=/help${query}`);
  return new URL(path, 'http://x').searchParams.get('uid') ?? '';
}

/** Signs in, or steps up, with a passkey; answers where the browser ends. */
export async function enterByPasskey(
  visitor: Visitor,
  authenticator: Authenticator,
  { query = '', ...otherwise }: Otherwise & { query?: string } = {},
): Promise<string> {
  const uid = await reachSignIn(visitor, query);
  const credential = JSON.stringify(authenticator.get(await askedAt(visitor, uid), otherwise));
  return (await postForm(visitor, `/oidc/interaction/${uid}/passkey`, { credential })).path;
}

/** How surely a browser is its holder's; 0 where nobody is signed in. */
export async function levelOf(visitor: Visitor): Promise<number> {
  const answer = await visitor.fetch('/api/v1/me/passkeys');
  return answer.status === 200 ? ((await answer.json()) as { assurance: number }).assurance : 0;
}
