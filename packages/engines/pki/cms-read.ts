import { childrenOf, expectTag, readDer, readOctets, readOid, tags, type DerNode } from '../der/index.ts';
import { ids, retagged } from './cms.ts';
import { PkiError } from './model.ts';
import { partsOf, reading, sequenceOf } from './read.ts';
import { readAlgorithm, readX509, sameOctets, type SignatureAlgorithm } from './x509.ts';

/** Signed data of anyone (RFC 5652 §5), read for checks. */
export interface SignedData {
  readonly contentType: string;
  /** Undefined where it is detached. */
  readonly content: Uint8Array | undefined;
  /** DER */
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly CmsSigner[];
}

export interface CmsSigner {
  /** The certificate that it names, where it came along; DER. */
  readonly certificate: Uint8Array | undefined;
  /** Object identifier. */
  readonly digest: string;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  /** What the signature is over where there are signed attributes: their SET OF, as it is hashed. */
  readonly signedAttributes: Uint8Array | undefined;
  /** First values by object identifier, DER. */
  readonly signed: ReadonlyMap<string, Uint8Array>;
  readonly unsigned: ReadonlyMap<string, Uint8Array>;
}

const mostCertificates = 32;
const subjectKeyId = '2.5.29.14';

/** @throws {PkiError} where the bytes are no signed data in DER */
export function readSignedData(der: Uint8Array): SignedData {
  return reading(() => {
    const [type, wrapped] = sequenceOf(readDer(der));
    if (readOid(type) !== ids.signedData) throw new PkiError('no signed data');
    const [, , encapsulated, ...rest] = sequenceOf(childrenOf(expectTag(wrapped, 0xa0))[0]);
    const [contentType, content] = sequenceOf(encapsulated);
    const set = rest.find(({ tag }) => tag === 0xa0);
    const certificates = (set ? childrenOf(set) : []).filter(({ tag }) => tag === tags.sequence);
    if (certificates.length > mostCertificates) throw new PkiError('too many certificates');
    const known = certificates.map(({ bytes }) => bytes);
    return {
      contentType: readOid(contentType),
      content: content && readOctets(childrenOf(expectTag(content, 0xa0))[0]),
      certificates: known,
      signers: childrenOf(expectTag(rest.at(-1), tags.set)).map((node) => readSigner(node, known)),
    };
  });
}

function readSigner(node: DerNode, certificates: readonly Uint8Array[]): CmsSigner {
  const [, who, digest, ...rest] = sequenceOf(node);
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined;
  const [algorithm, signature, unsigned] = rest;
  return {
    certificate: certificates.find((certificate) => isNamed(who, certificate)),
    digest: readOid(sequenceOf(digest)[0]),
    algorithm: readAlgorithm(algorithm),
    signature: readOctets(signature),
    signedAttributes: attributes && retagged(attributes.bytes, tags.set),
    signed: readAttributes(attributes),
    unsigned: readAttributes(unsigned),
  };
}

/** Whether a signer's identifier means the certificate: by issuer and number, or by the mark of its key. */
function isNamed(who: DerNode | undefined, certificate: Uint8Array): boolean {
  if (who?.tag === 0x80) return sameOctets(markOf(certificate) ?? new Uint8Array(), who.content);
  const [issuer, serial] = sequenceOf(who);
  const parts = partsOf(certificate);
  return (
    sameOctets(parts.issuer, expectTag(issuer, tags.sequence).bytes) &&
    sameOctets(parts.serial, expectTag(serial, tags.integer).bytes)
  );
}

function markOf(certificate: Uint8Array): Uint8Array | undefined {
  const value = readX509(certificate).extensions.get(subjectKeyId);
  return value && readOctets(readDer(value));
}

/** Each attribute may stand once: a second one could say the opposite of the first. */
function readAttributes(node: DerNode | undefined): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const attribute of node ? childrenOf(node) : []) {
    const [type, values] = sequenceOf(attribute);
    const name = readOid(type);
    const [value] = childrenOf(expectTag(values, tags.set));
    if (found.has(name)) throw new PkiError(`attribute ${name} stands twice`);
    if (value) found.set(name, value.bytes);
  }
  return found;
}
