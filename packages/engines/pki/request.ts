import { expectTag, readBits, readDer, readNumber, readOid, tags, type DerNode } from '../der/index.ts';
import { oids } from './algorithms.ts';
import type { CheckSignature } from './chain.ts';
import { PkiError } from './model.ts';
import { reading, sequenceOf } from './read.ts';
import { readName, readSigned, unsignedOf, type Attribute, type Signed } from './x509.ts';

/** What a request is refused for: no such thing at all, a key of another kind or too weak, or a key that its sender has not. */
export type RequestProblem = 'unreadable' | 'key' | 'signature';

export type RequestKey = 'SM2' | 'P-256' | 'P-384' | 'RSA';

/** Someone's wish for a certificate over their own key (PKCS #10, RFC 2986 §4). Only the key is proved, not who asks. */
export interface CertificationRequest extends Signed {
  /** The name as bytes, and its text attributes. */
  readonly subject: Uint8Array;
  readonly attributes: readonly Attribute[];
  /** SubjectPublicKeyInfo. */
  readonly keyInfo: Uint8Array;
  readonly keyKind: RequestKey;
}

export type RequestFinding =
  { readonly request: CertificationRequest } | { readonly problem: RequestProblem };

const rsaEncryption = '1.2.840.113549.1.1.1'; // RFC 3279
const curves: Readonly<Record<string, { kind: RequestKey; octets: number }>> = {
  [oids.sm2Curve]: { kind: 'SM2', octets: 65 },
  [oids.p256]: { kind: 'P-256', octets: 65 },
  '1.3.132.0.34': { kind: 'P-384', octets: 97 }, // RFC 5480
};
/** Bits of RSA: less is too weak, and more keeps a server busy. */
const rsaBits = { least: 2048, most: 8192 };
/** With a smaller exponent a signature may prove nothing: by 1 everyone signs. */
const leastExponent = 65_537;

/** Requests are about 1 KiB; one with the largest key is below four. */
const mostOctets = 16_384;

/** Reads a request and checks that its sender has the key. Throws nothing for any bytes. */
export function examineRequest(der: Uint8Array, check: CheckSignature): RequestFinding {
  try {
    const read = readRequest(der);
    const keyKind = findKind(read.keyInfo);
    if (keyKind === undefined) return { problem: 'key' };
    const request = { ...read, keyKind };
    return check(request.keyInfo, request) ? { request } : { problem: 'signature' };
  } catch (error) {
    if (error instanceof PkiError) return { problem: 'unreadable' };
    throw error;
  }
}

/** Reads a request as it stands, whatever its key. @throws {PkiError} */
export function readRequest(der: Uint8Array): Omit<CertificationRequest, 'keyKind'> {
  return reading(() => {
    if (der.length > mostOctets) throw new PkiError('a request of this size is none');
    const { fields, ...signed } = readSigned(der);
    const [version, subject, key, wishes, ...rest] = fields;
    if (readNumber(version) !== 0 || wishes?.tag !== 0xa0 || rest.length > 0)
      throw new PkiError('no request of version 1');
    return {
      ...signed,
      subject: expectTag(subject, tags.sequence).bytes,
      attributes: readName(subject),
      keyInfo: expectTag(key, tags.sequence).bytes,
    };
  });
}

/** The kind of a key that may be certified; undefined for every other one. @throws {PkiError} */
function findKind(keyInfo: Uint8Array): RequestKey | undefined {
  return reading(() => {
    const [algorithm, key] = sequenceOf(readDer(keyInfo));
    const [id, parameters] = sequenceOf(algorithm);
    const octets = readBits(key);
    if (readOid(id) === rsaEncryption) return isStrongRsa(octets) ? 'RSA' : undefined;
    if (readOid(id) !== oids.ecPublicKey || parameters?.tag !== tags.oid) return undefined;
    const curve = curves[readOid(parameters)];
    const isWhole = octets.length === curve?.octets && octets[0] === 0x04;
    return isWhole ? curve?.kind : undefined;
  });
}

function isStrongRsa(octets: Uint8Array): boolean {
  const [modulus, exponent] = sequenceOf(readDer(octets));
  const bits = bitsOf(modulus);
  return (
    bits >= rsaBits.least &&
    bits <= rsaBits.most &&
    bitsOf(exponent) <= 32 &&
    readNumber(exponent) >= leastExponent
  );
}

/** How many bits a positive INTEGER has; 0 for any other. */
function bitsOf(node: DerNode | undefined): number {
  const { content } = expectTag(node, tags.integer);
  if (((content[0] ?? 0x80) & 0x80) !== 0) return 0;
  const octets = unsignedOf(node);
  return octets.length * 8 - Math.clz32(octets[0] ?? 0) + 24;
}
