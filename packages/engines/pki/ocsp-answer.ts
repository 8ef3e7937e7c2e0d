import {
  childrenOf,
  element,
  explicit,
  expectTag,
  octets,
  oid,
  readDer,
  readOctets,
  readOid,
  readTime,
  sequence,
  tags,
  unsigned,
  type DerNode,
} from '../der/index.ts';
import { oids } from './algorithms.ts';
import { outsidePeriod, usageBits, type CheckSignature } from './chain.ts';
import { PkiError, type Digest } from './model.ts';
import { reading, sequenceOf } from './read.ts';
import { readExtensions, readSigned, readX509, sameOctets, unsignedOf, type X509 } from './x509.ts';

/** A certificate and who issued it. */
export interface Issued {
  readonly certificate: X509;
  readonly issuer: X509;
}

/** Why an answer says nothing. `refused`: the responder gave none. */
export type NoAnswer = 'refused' | 'unreadable' | 'forged' | 'stale' | 'other-certificate' | 'other-question';

export type OcspFinding =
  | { readonly state: 'good' | 'unknown' }
  | { readonly state: 'revoked'; readonly at: Date }
  | { readonly state: 'none'; readonly why: NoAnswer };

const ids = {
  nonce: '1.3.6.1.5.5.7.48.1.2',
  basic: '1.3.6.1.5.5.7.48.1.1',
  signing: '1.3.6.1.5.5.7.3.9',
} as const;

const digests: Readonly<Record<string, 'SHA-1' | 'SHA-256' | 'SM3'>> = {
  [oids.sha1]: 'SHA-1',
  [oids.sha256]: 'SHA-256',
  [oids.sm3]: 'SM3',
};

/** Clocks of others may differ by so much. */
const skewMs = 5 * 60_000;
/** An answer that names no next one is believed for so long. */
const freshMs = 3_600_000;
const mostCertificates = 5;

/**
 * A question about one certificate (RFC 6960 §4.1) in DER. Its issuer is named by SHA-1, which responders always know
 * and which needs to withstand nobody here, or by SM3 where the issuer signs by SM2.
 */
export function askOcsp({ certificate, issuer }: Issued, nonce: Uint8Array, digest: Digest): Uint8Array {
  const name = certificate.algorithm.oid === oids.sm2Sm3 ? 'SM3' : 'SHA-1';
  const algorithm = sequence(oid(name === 'SM3' ? oids.sm3 : oids.sha1), element(tags.null));
  const id = sequence(
    algorithm,
    octets(digest(name, issuer.subject)),
    octets(digest(name, issuer.key)),
    unsigned(certificate.serial),
  );
  const extension = sequence(oid(ids.nonce), octets(octets(nonce)));
  return sequence(sequence(sequence(sequence(id)), explicit(2, sequence(extension))));
}

/**
 * What an answer (RFC 6960 §4.2) says of a certificate at an instant. It counts when it is signed by the issuer itself or
 * by whom the issuer named for it, is in force, is about this certificate, and repeats the nonce or has none. Whether
 * the responder's own certificate was revoked is not asked: its issuer keeps its life short, or says `nocheck`.
 */
export function readOcsp(
  bytes: Uint8Array,
  { certificate, issuer }: Issued,
  { nonce, at }: { nonce: Uint8Array; at: Date },
  { digest, check }: { digest: Digest; check: CheckSignature },
): OcspFinding {
  try {
    return reading(() => answerIn(bytes, { certificate, issuer }, { nonce, at }, { digest, check }));
  } catch (error) {
    if (error instanceof PkiError) return { state: 'none', why: 'unreadable' };
    throw error;
  }
}

function answerIn(
  bytes: Uint8Array,
  { certificate, issuer }: Issued,
  { nonce, at }: { nonce: Uint8Array; at: Date },
  { digest, check }: { digest: Digest; check: CheckSignature },
): OcspFinding {
  const basic = findBasic(bytes);
  if (!basic) return { state: 'none', why: 'refused' };
  const { fields, ...signed } = readSigned(basic);
  const certificates = certificatesIn(basic);
  const [responder, , list, extensions] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const named = [issuer, ...certificates].filter((one) => isNamed(responder, one, digest));
  const believed = named.some(
    (one) => (one === issuer || isDelegated(one, issuer, at, check)) && check(one.keyInfo, signed),
  );
  if (!believed) return { state: 'none', why: 'forged' };
  const said = readExtensions(extensions).get(ids.nonce);
  if (said && !sameOctets(said.value, octets(nonce))) return { state: 'none', why: 'other-question' };
  const about = sequenceOf(list).find((one) => isAbout(sequenceOf(one)[0], { certificate, issuer }, digest));
  if (!about) return { state: 'none', why: 'other-certificate' };
  return findingOf(about, at);
}

/** BasicOCSPResponse of an answer that is one. */
function findBasic(bytes: Uint8Array): Uint8Array | undefined {
  const [status, body] = sequenceOf(readDer(bytes));
  if (expectTag(status, 0x0a).content[0] !== 0 || body === undefined) return undefined;
  const [type, content] = sequenceOf(childrenOf(expectTag(body, 0xa0))[0]);
  if (readOid(type) !== ids.basic) throw new PkiError('an answer of another type');
  return readOctets(content);
}

function certificatesIn(basic: Uint8Array): X509[] {
  const more = sequenceOf(readDer(basic))[3];
  if (more === undefined) return [];
  return sequenceOf(childrenOf(expectTag(more, 0xa0))[0])
    .slice(0, mostCertificates)
    .map(({ bytes }) => readX509(bytes));
}

function isNamed(responder: DerNode | undefined, { subject, key }: X509, digest: Digest): boolean {
  if (responder === undefined) return false;
  const [inner] = childrenOf(responder);
  if (responder.tag === 0xa1) return inner !== undefined && sameOctets(inner.bytes, subject);
  return responder.tag === 0xa2 && sameOctets(readOctets(inner), digest('SHA-1', key));
}

/** Whom the issuer of the certificate itself named to answer (RFC 6960 §4.2.2.2). */
function isDelegated(one: X509, issuer: X509, at: Date, check: CheckSignature): boolean {
  return (
    sameOctets(one.issuer, issuer.subject) &&
    one.extendedUses?.includes(ids.signing) === true &&
    (one.keyUsage === undefined || one.keyUsage.has(usageBits.digitalSignature)) &&
    one.unknownCritical.length === 0 &&
    outsidePeriod(one, at) === undefined &&
    check(issuer.keyInfo, one)
  );
}

function isAbout(node: DerNode | undefined, { certificate, issuer }: Issued, digest: Digest): boolean {
  const [algorithm, name, key, serial] = sequenceOf(node);
  const known = digests[readOid(sequenceOf(algorithm)[0])];
  return (
    known !== undefined &&
    sameOctets(unsignedOf(serial), certificate.serial) &&
    sameOctets(readOctets(name), digest(known, issuer.subject)) &&
    sameOctets(readOctets(key), digest(known, issuer.key))
  );
}

function findingOf(single: DerNode, at: Date): OcspFinding {
  const [, status, from, ...rest] = sequenceOf(single);
  const next = rest.find(({ tag }) => tag === 0xa0);
  const since = readTime(from).getTime();
  const until = next === undefined ? since + freshMs : readTime(childrenOf(next)[0]).getTime();
  const now = at.getTime();
  if (since > now + skewMs || until < now - skewMs) return { state: 'none', why: 'stale' };
  const unknown = [...readExtensions(rest.find(({ tag }) => tag === 0xa1)).values()];
  if (unknown.some(({ critical }) => critical)) throw new PkiError('a condition that is not known');
  if (status?.tag === 0x80) return { state: 'good' };
  if (status?.tag === 0x82) return { state: 'unknown' };
  return { state: 'revoked', at: readTime(childrenOf(expectTag(status, 0xa1))[0]) };
}
