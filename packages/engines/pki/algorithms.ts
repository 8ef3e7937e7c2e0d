import { element, oid, sequence, tags } from '../der/index.ts';
import type { Scheme } from './model.ts';

/** Object identifiers, with the document that assigns each. */
export const oids = {
  ecPublicKey: '1.2.840.10045.2.1', // RFC 5480
  p256: '1.2.840.10045.3.1.7', // RFC 5480
  sm2Curve: '1.2.156.10197.1.301', // GM/T 0006
  sm2Sm3: '1.2.156.10197.1.501', // GM/T 0006
  ecdsaSha256: '1.2.840.10045.4.3.2', // RFC 5758
  sm3: '1.2.156.10197.1.401', // GM/T 0006
  sha256: '2.16.840.1.101.3.4.2.1', // RFC 5754
  sha1: '1.3.14.3.2.26', // RFC 3370
} as const;

const signatures: Readonly<Record<Scheme, string>> = { SM2: oids.sm2Sm3, ES256: oids.ecdsaSha256 };
const digests: Readonly<Record<Scheme, string>> = { SM2: oids.sm3, ES256: oids.sha256 };

/** AlgorithmIdentifier of a signature: without parameters, as RFC 5758 and GM/T 0015 have it. */
export const signatureAlgorithm = (scheme: Scheme): Uint8Array => sequence(oid(signatures[scheme]));

export const digestAlgorithm = (scheme: Scheme): Uint8Array => sequence(oid(digests[scheme]));

export const digestName = { SM2: 'SM3', ES256: 'SHA-256' } as const;

/** SubjectPublicKeyInfo of a point of 65 octets, uncompressed. */
export function publicKeyInfo(scheme: Scheme, point: Uint8Array): Uint8Array {
  const curve = scheme === 'SM2' ? oids.sm2Curve : oids.p256;
  return sequence(sequence(oid(oids.ecPublicKey), oid(curve)), element(tags.bits, Uint8Array.of(0), point));
}
