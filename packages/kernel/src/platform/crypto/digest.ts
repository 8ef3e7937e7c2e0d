import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import Type, { type Static } from 'typebox';

export const DigestName = Type.Enum(['SM3', 'SHA-256', 'SHA-384', 'SHA-512']);
export type DigestName = Static<typeof DigestName>;

const nodeNames: Readonly<Record<DigestName, string>> = {
  SM3: 'sm3',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Digest of bytes (GM/T 0004-2012, FIPS 180-4). */
export function digest(name: DigestName, bytes: Uint8Array): Buffer {
  return hash(nodeNames[name], bytes, 'buffer');
}

/** The digests that sealed documents name; SHA-1 stands in old ones, and nothing of ours is made with it. */
export function documentDigest(name: 'SM3' | 'SHA-256' | 'SHA-1', bytes: Uint8Array): Buffer {
  return name === 'SHA-1' ? hash('sha1', bytes, 'buffer') : digest(name, bytes);
}

const trusted: Readonly<Record<string, DigestName>> = {
  '1.2.156.10197.1.401': 'SM3',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** Digest by its object identifier; undefined for one that is not known or no longer safe. */
export function trustedDigest(oid: string, bytes: Uint8Array): Buffer | undefined {
  const name = trusted[oid];
  return name && digest(name, bytes);
}

export type MacAlgorithm = 'HMAC-SM3' | 'HMAC-SHA-256';

/** Code of 32 bytes over bytes, by a secret of 32 bytes (RFC 2104). */
export function mac(algorithm: MacAlgorithm, secret: Uint8Array, bytes: Uint8Array): Buffer {
  return createHmac(algorithm === 'HMAC-SM3' ? 'sm3' : 'sha256', secret)
    .update(bytes)
    .digest();
}

/** Whether two codes are the same, in a time that tells nothing of where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
