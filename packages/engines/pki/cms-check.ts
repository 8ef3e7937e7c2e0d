import { readDer, readOctets, readOid, readTime, type DerNode } from '../der/index.ts';
import { oids } from './algorithms.ts';
import type { CheckSignature } from './chain.ts';
import { ids } from './cms.ts';
import { readSignedData, type CmsSigner, type SignedData } from './cms-read.ts';
import { partsOf, reading, sequenceOf } from './read.ts';
import { sameOctets, type SignatureAlgorithm } from './x509.ts';

export interface CmsPorts {
  /** Digest by object identifier; undefined for those that are not taken, as SHA-1 is not. */
  readonly digest: (oid: string, bytes: Uint8Array) => Uint8Array | undefined;
  readonly check: CheckSignature;
}

/** Why a signer is not believed. `digest` and `algorithm`: of a kind that is not taken. */
export type CmsProblem = 'certificate' | 'digest' | 'binding' | 'algorithm' | 'signature';

const rsa = '1.2.840.113549.1.1.1';
const ecdsa = oids.ecPublicKey;
const sm2 = oids.sm2Curve;

/** RFC 5652 lets a signer name the kind of key alone: with the digest that is an algorithm. */
const complete: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [oids.sha256]: { [rsa]: '1.2.840.113549.1.1.11', [ecdsa]: oids.ecdsaSha256 },
  '2.16.840.1.101.3.4.2.2': { [rsa]: '1.2.840.113549.1.1.12', [ecdsa]: '1.2.840.10045.4.3.3' },
  '2.16.840.1.101.3.4.2.3': { [rsa]: '1.2.840.113549.1.1.13', [ecdsa]: '1.2.840.10045.4.3.4' },
  [oids.sm3]: { [ecdsa]: oids.sm2Sm3, [sm2]: oids.sm2Sm3 },
};

/**
 * Whether what a signer states of itself bears its signature: the signed attributes name the certificate and the type
 * of the content. Whether they mean this content says `isOver`; who issued the certificate is not looked at.
 * @throws {PkiError} where an attribute cannot be read
 */
export function problemOfSigner(
  { contentType }: SignedData,
  signer: CmsSigner,
  { digest, check }: CmsPorts,
): CmsProblem | undefined {
  const { certificate, signedAttributes, signed } = signer;
  if (certificate === undefined) return 'certificate';
  if (digest(signer.digest, new Uint8Array()) === undefined) return 'digest';
  // Without attributes nothing binds the certificate, and the type of the content is open.
  if (signedAttributes === undefined) return 'binding';
  if (read(signed.get(ids.contentType), readOid) !== contentType) return 'binding';
  if (!isBound(signer, certificate, digest)) return 'binding';
  const algorithm = algorithmOf(signer);
  if (algorithm === undefined) return 'algorithm';
  const { keyInfo } = partsOf(certificate);
  return check(keyInfo, { tbs: signedAttributes, algorithm, signature: signer.signature })
    ? undefined
    : 'signature';
}

/** Whether the digest that a signer states is that of the content. @throws {PkiError} */
export function isOver(
  { digest: oid, signed }: CmsSigner,
  content: Uint8Array,
  { digest }: CmsPorts,
): boolean {
  const stated = read(signed.get(ids.messageDigest), readOctets);
  const hash = digest(oid, content);
  return stated !== undefined && hash !== undefined && sameOctets(stated, hash);
}

/** SigningCertificateV2 (RFC 5035), where it stands, must mean the certificate; PAdES and RFC 3161 ask for one. */
function isBound({ signed }: CmsSigner, certificate: Uint8Array, digest: CmsPorts['digest']): boolean {
  const value = signed.get(ids.signingCertificateV2);
  // The first version hashes by SHA-1; the certificate is then named by issuer and number alone.
  if (value === undefined) return true;
  return reading(() => {
    const [certificates] = sequenceOf(readDer(value));
    const [first, second] = sequenceOf(sequenceOf(certificates)[0]);
    const named = first?.tag === 0x30 && second?.tag === 0x04;
    const oid = named ? readOid(sequenceOf(first)[0]) : oids.sha256;
    const hash = digest(oid, certificate);
    return hash !== undefined && sameOctets(readOctets(named ? second : first), hash);
  });
}

function algorithmOf({ algorithm, digest }: CmsSigner): SignatureAlgorithm | undefined {
  const kinds = complete[digest];
  if (kinds === undefined) return undefined;
  const whole = kinds[algorithm.oid];
  if (whole !== undefined) return { oid: whole, parameters: undefined };
  return Object.values(kinds).includes(algorithm.oid) ? algorithm : undefined;
}

function read<T>(value: Uint8Array | undefined, as: (node: DerNode) => T): T | undefined {
  return value && reading(() => as(readDer(value)));
}

/** When a signer says it signed; nobody else vouches for it. @throws {PkiError} */
export function signingTimeOf({ signed }: CmsSigner): Date | undefined {
  return read(signed.get(ids.signingTime), readTime);
}

/** The time stamp token that came with a signature (RFC 5126 `signature-time-stamp`), DER. */
export function tokenOf({ unsigned }: CmsSigner): Uint8Array | undefined {
  return unsigned.get(ids.timeStampToken);
}

/** What a time stamp that holds says. */
export interface StampFinding {
  readonly at: Date;
  /** Of the one who stamped, DER; who issued it is not looked at. */
  readonly certificate: Uint8Array;
}

/**
 * Whether a time stamp token (RFC 3161, DER) is signed as it should be, and over these octets; `other` where it
 * stamps something else. @throws {PkiError} where it cannot be read
 */
export function examineToken(
  token: Uint8Array,
  stamped: Uint8Array,
  ports: CmsPorts,
): StampFinding | 'other' | CmsProblem {
  const data = readSignedData(token);
  const [stamper, second] = data.signers;
  const { content } = data;
  if (!isTimeStamp(data) || content === undefined || second || !stamper?.certificate) return 'certificate';
  const problem = problemOfSigner(data, stamper, ports);
  if (problem !== undefined) return problem;
  if (!isOver(stamper, content, ports)) return 'signature';
  const { certificate } = stamper;
  return reading(() => {
    const [, , imprint, , at] = sequenceOf(readDer(content));
    const [algorithm, hash] = sequenceOf(imprint);
    const own = ports.digest(readOid(sequenceOf(algorithm)[0]), stamped);
    if (own === undefined) return 'digest';
    return sameOctets(readOctets(hash), own) ? { at: readTime(at), certificate } : 'other';
  });
}

/** Whether signed data is a time stamp rather than somebody's signature. */
export function isTimeStamp({ contentType }: SignedData): boolean {
  return contentType === ids.stampInfo;
}
