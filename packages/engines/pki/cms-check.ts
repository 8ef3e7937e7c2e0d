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
export type CmsProblem = 'certificate' | 'digest' | 'content' | 'binding' | 'algorithm' | 'signature';

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
 * Whether one of the signers of signed data signed the content: its digest stands among the signed attributes, these
 * name the certificate, and they bear the signature. Who issued the certificate is not looked at.
 * @throws {PkiError} where an attribute cannot be read
 */
export function problemOfSigner(
  { contentType }: SignedData,
  signer: CmsSigner,
  content: Uint8Array,
  { digest, check }: CmsPorts,
): CmsProblem | undefined {
  const { certificate, signedAttributes, signed } = signer;
  if (certificate === undefined) return 'certificate';
  const hash = digest(signer.digest, content);
  if (hash === undefined) return 'digest';
  // Without attributes nothing binds the certificate, and the type of the content is open.
  if (signedAttributes === undefined) return 'binding';
  const stated = read(signed.get(ids.messageDigest), readOctets);
  if (stated === undefined || !sameOctets(stated, hash)) return 'content';
  if (read(signed.get(ids.contentType), readOid) !== contentType) return 'binding';
  if (!isBound(signer, certificate, digest)) return 'binding';
  const algorithm = algorithmOf(signer);
  if (algorithm === undefined) return 'algorithm';
  const { keyInfo } = partsOf(certificate);
  return check(keyInfo, { tbs: signedAttributes, algorithm, signature: signer.signature })
    ? undefined
    : 'signature';
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

export interface StampFinding {
  readonly at: Date;
  /** Of the one who stamped, DER. */
  readonly certificate: Uint8Array;
}

/**
 * The time stamp of a signature (RFC 3161, RFC 5126 `signature-time-stamp`): undefined where there is none, a reason
 * where it does not hold. @throws {PkiError} where it cannot be read
 */
export function examineStamp(
  { signature, unsigned }: CmsSigner,
  ports: CmsPorts,
): StampFinding | 'other' | CmsProblem | undefined {
  const token = unsigned.get(ids.timeStampToken);
  if (token === undefined) return undefined;
  const data = readSignedData(token);
  const [stamper] = data.signers;
  const { content } = data;
  if (data.contentType !== ids.stampInfo || content === undefined || !stamper?.certificate)
    return 'certificate';
  const problem = problemOfSigner(data, stamper, content, ports);
  if (problem !== undefined) return problem;
  const { certificate } = stamper;
  return reading(() => {
    const [, , imprint, , at] = sequenceOf(readDer(content));
    const [algorithm, hash] = sequenceOf(imprint);
    const own = ports.digest(readOid(sequenceOf(algorithm)[0]), signature);
    if (own === undefined) return 'digest';
    return sameOctets(readOctets(hash), own) ? { at: readTime(at), certificate } : 'other';
  });
}
