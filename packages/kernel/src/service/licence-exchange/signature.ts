import { createPublicKey } from 'node:crypto';
import { verify, type SignAlgorithm } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/ids/index.ts';

/**
 * Requests between levels carry `Authorization: Exchange HEAD.CLAIMS.SIGNATURE`, three parts in base64url as RFC 7515
 * has them: who asks whom for what, when, once, and the SM3 of the body.
 */
export interface Claims {
  /** The client id at the upper level. */
  iss: string;
  /** Origin of the upper level. */
  aud: string;
  method: string;
  /** With its query. */
  path: string;
  /** SM3 of the body, hexadecimal; of nothing where there is none. */
  digest: string;
  /** Seconds since 1970. */
  iat: number;
  jti: string;
}

export const scheme = 'Exchange';
/** How far clocks of two levels may differ. */
export const windowSeconds = 300;

/** Names of RFC 7518 and 8037; SM2 with SM3 has none there and is called by its own. */
const names: Readonly<Record<SignAlgorithm, string>> = {
  SM2: 'SM2',
  'P-256': 'ES256',
  Ed25519: 'EdDSA',
  'RSA-3072': 'RS256',
};
export const signAlgorithms = Object.keys(names) as SignAlgorithm[];

/** The value of the header, by whatever signs. */
export async function signedHeader(
  algorithm: SignAlgorithm,
  claims: Omit<Claims, 'jti'>,
  sign: (bytes: Buffer) => Promise<Buffer>,
): Promise<string> {
  const head = { alg: names[algorithm], typ: 'exchange+jws' };
  const input = [head, { ...claims, jti: newId() }].map(encode).join('.');
  return `${scheme} ${input}.${(await sign(Buffer.from(input))).toString('base64url')}`;
}

export interface Signed {
  claims: Claims;
  /** Whether it was signed by this key: the algorithm is that of the key, whatever the head says. */
  isBy(algorithm: SignAlgorithm, publicKey: Buffer): boolean;
}

/** Undefined for what is no such header. */
export function readSigned(header: string | undefined): Signed | undefined {
  const [, head, body, signature] =
    /^Exchange ([\w-]{1,500})\.([\w-]{1,4000})\.([\w-]{1,1000})$/.exec(header ?? '') ?? [];
  if (head === undefined || body === undefined || signature === undefined) return undefined;
  const claims = decode(body);
  const { alg } = (decode(head) ?? {}) as { alg?: unknown };
  if (!isClaims(claims)) return undefined;
  return {
    claims,
    isBy: (algorithm, publicKey) =>
      alg === names[algorithm] &&
      verify(algorithm, publicKey, Buffer.from(`${head}.${body}`), Buffer.from(signature, 'base64url')),
  };
}

const types = {
  iss: 'string',
  aud: 'string',
  method: 'string',
  path: 'string',
  digest: 'string',
  iat: 'number',
  jti: 'string',
} as const;

function isClaims(value: unknown): value is Claims {
  if (value === null || typeof value !== 'object') return false;
  const given = value as Record<string, unknown>;
  return (
    Object.entries(types).every(([name, type]) => typeof given[name] === type) &&
    String(given['jti']).length <= 100
  );
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** SubjectPublicKeyInfo of a text (RFC 7468), where it is one of this algorithm. */
export function readPublicKey(algorithm: SignAlgorithm, pem: string): Buffer | undefined {
  const [, body] =
    /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem) ?? [];
  const der = Buffer.from((body ?? '').replaceAll(/\s/g, ''), 'base64');
  // Known to the parser, but under no name.
  if (algorithm === 'SM2') return isKey(der) && der.includes(sm2Curve) ? der : undefined;
  return isKey(der) && kindOf(der) === kinds[algorithm] ? der : undefined;
}

/** 1.2.156.10197.1.301 in DER. */
const sm2Curve = Buffer.from('06082a811ccf5501822d', 'hex');
const kinds = { 'P-256': 'prime256v1', Ed25519: 'ed25519', 'RSA-3072': 'rsa' } as const;

function isKey(der: Buffer): boolean {
  try {
    createPublicKey({ key: der, format: 'der', type: 'spki' });
    return true;
  } catch {
    return false;
  }
}

function kindOf(der: Buffer): string | undefined {
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return key.asymmetricKeyType === 'ec' ? key.asymmetricKeyDetails?.namedCurve : key.asymmetricKeyType;
}
