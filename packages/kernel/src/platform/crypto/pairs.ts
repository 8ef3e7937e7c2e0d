import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  sign as nodeSign,
  verify as nodeVerify,
  type KeyObject,
} from 'node:crypto';
import {
  childrenOf,
  DerError,
  expectTag,
  readDer,
  readInteger,
  sequence,
  tags,
  unsigned,
} from '@quancheng/engines/der';
import Type, { type Static } from 'typebox';
import { cryptoErrors } from './errors.ts';
import { decryptSm2, encryptSm2, signSm2, verifySm2 } from './sm2.ts';

export type SignAlgorithm = 'SM2' | 'P-256' | 'Ed25519' | 'RSA-3072';
export type PublicEncryption = 'SM2' | 'RSA-3072';

export const SignOptions = Type.Object({
  scheme: Type.Optional(
    Type.Enum(['pkcs1', 'pss'], {
      description: 'RSA only: RSASSA-PKCS1-v1_5 (the default) or RSASSA-PSS, both with SHA-256',
    }),
  ),
  format: Type.Optional(
    Type.Enum(['raw', 'der'], {
      description:
        'SM2 and P-256: r‖s of 64 bytes (the default), or the SEQUENCE that certificates and seals carry',
    }),
  ),
});
export type SignOptions = Static<typeof SignOptions>;

/**
 * Signs bytes. SM2: with SM3 and the user id 1234567812345678; P-256: with SHA-256; RSA: with SHA-256, PSS with a
 * salt of 32 bytes. `secret` is the scalar of SM2, else PKCS #8; `publicKey` SubjectPublicKeyInfo; both DER.
 */
export function sign(
  algorithm: SignAlgorithm,
  secret: Uint8Array,
  publicKey: Uint8Array,
  bytes: Uint8Array,
  options: SignOptions = {},
): Buffer {
  if (algorithm === 'SM2') return formatted(signSm2(secret, publicKey, bytes), options);
  const key = privateKeyOf(secret);
  if (algorithm === 'P-256')
    return formatted(nodeSign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }), options);
  if (algorithm === 'Ed25519') return nodeSign(null, bytes, key);
  return nodeSign('sha256', bytes, { key, ...paddingOf(options) });
}

/** Whether a signature is of this key over these bytes; false for whatever is malformed. */
export function verify(
  algorithm: SignAlgorithm,
  publicKey: Uint8Array,
  bytes: Uint8Array,
  signature: Uint8Array,
  options: SignOptions = {},
): boolean {
  if (algorithm === 'SM2') {
    const raw = rawOf(signature, options);
    return raw !== undefined && verifySm2(publicKey, bytes, raw);
  }
  const key = publicKeyOf(publicKey);
  if (algorithm === 'P-256') {
    const raw = rawOf(signature, options);
    return raw !== undefined && nodeVerify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, raw);
  }
  if (algorithm === 'Ed25519') return nodeVerify(null, bytes, key, signature);
  return nodeVerify('sha256', bytes, { key, ...paddingOf(options) }, signature);
}

function paddingOf({ scheme = 'pkcs1' }: SignOptions): { padding: number; saltLength?: number } {
  return scheme === 'pss'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : { padding: constants.RSA_PKCS1_PADDING };
}

function formatted(raw: Buffer, { format = 'raw' }: SignOptions): Buffer {
  return format === 'raw'
    ? raw
    : Buffer.from(sequence(unsigned(raw.subarray(0, 32)), unsigned(raw.subarray(32))));
}

/** r‖s of a signature as it was given; undefined where it is none. */
function rawOf(signature: Uint8Array, { format = 'raw' }: SignOptions): Uint8Array | undefined {
  if (format === 'raw') return signature.length === 64 ? signature : undefined;
  try {
    const pair = childrenOf(expectTag(readDer(signature), tags.sequence)).map(readInteger);
    if (pair.length !== 2 || pair.some((value) => value <= 0n || value >= 1n << 256n)) return undefined;
    return Buffer.from(pair.map((value) => value.toString(16).padStart(64, '0')).join(''), 'hex');
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function privateKeyOf(secret: Uint8Array): KeyObject {
  // A view: a copy would be left behind when the secret is filled with zeros.
  const key = Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function publicKeyOf(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
}

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** Bytes that a public key encrypts at once: what OAEP leaves of 3072 bits; for SM2 a bound of our own. */
export const mostPlain: Readonly<Record<PublicEncryption, number>> = { 'RSA-3072': 318, SM2: 4096 };

/**
 * Encrypts a short message for the holder of the key: SM2 as C1‖C3‖C2, RSA by OAEP with SHA-256. Errors:
 * `crypto.empty`, `crypto.too-long`.
 */
export function encryptFor(algorithm: PublicEncryption, publicKey: Uint8Array, plain: Uint8Array): Buffer {
  if (plain.length === 0) throw cryptoErrors.empty();
  const limit = mostPlain[algorithm];
  if (plain.length > limit) throw cryptoErrors.tooLong({ limit });
  if (algorithm === 'SM2') return encryptSm2(publicKey, plain);
  return publicEncrypt({ key: publicKeyOf(publicKey), ...oaep }, plain);
}

/** What was encrypted for the key. Errors: `crypto.altered`. */
export function decryptBy(algorithm: PublicEncryption, secret: Uint8Array, sealed: Uint8Array): Buffer {
  if (algorithm === 'SM2') return decryptSm2(secret, sealed);
  try {
    return privateDecrypt({ key: privateKeyOf(secret), ...oaep }, sealed);
  } catch {
    throw cryptoErrors.altered();
  }
}
