import {
  childrenOf,
  DerError,
  expectTag,
  readBits,
  readBoolean,
  readDer,
  readInteger,
  readOctets,
  readOid,
  readTime,
  tags,
  type DerNode,
} from '../der/index.ts';
import { oids } from '../pki/index.ts';
import { LiveCodeError, type Octets } from './model.ts';

/** An X.509 certificate, as far as codes are checked by it. */
export interface Certificate {
  der: Octets;
  subject: Uint8Array;
  issuer: Uint8Array;
  from: Date;
  until: Date;
  /** Public key on P-256. */
  key: CryptoKey;
  /** Whether it may issue certificates (basicConstraints). */
  mayIssue: boolean;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const longest = 8192;

export async function importPoint(point: Uint8Array): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', point.slice(), ecdsa, false, ['verify']);
  } catch {
    throw new LiveCodeError('not a point on P-256');
  }
}

/** Whether r and s (64 octets) are the signature of a key over the octets. */
export async function isSigned(key: CryptoKey, signature: Uint8Array, octets: Octets): Promise<boolean> {
  return crypto.subtle.verify(ecdsa, key, signature.slice(), octets);
}

/**
 * The certificate of who signed, whose chain leads to a root by signatures and names. Dates are left to those who know
 * the instant. Errors: `LiveCodeError`.
 */
export async function leafOf(chain: readonly Octets[], roots: readonly Octets[]): Promise<Certificate> {
  if (chain.length === 0 || chain.length > 3) throw new LiveCodeError('not a chain');
  const certificates = await Promise.all(chain.map(readCertificate));
  const trusted = await Promise.all(roots.map(readCertificate));
  const [leaf] = certificates;
  for (const [index, certificate] of certificates.entries()) {
    const above = certificates[index + 1];
    const issuers = (above ? [above] : trusted).filter(
      ({ subject, mayIssue }) => mayIssue && sameOctets(subject, certificate.issuer),
    );
    const found = await Promise.all(issuers.map(async ({ key }) => isIssuedBy(certificate.der, key)));
    if (!found.includes(true)) throw new LiveCodeError('its chain does not lead to a root that is known');
  }
  if (!leaf) throw new LiveCodeError('not a chain');
  return leaf;
}

async function readCertificate(der: Octets): Promise<Certificate> {
  const { point, ...read } = reading(() => {
    if (der.length > longest) throw new LiveCodeError('too long');
    const [tbs] = childrenOf(expectTag(readDer(der), tags.sequence));
    const fields = childrenOf(expectTag(tbs, tags.sequence)).slice(1);
    const [, , issuer, validity, subject, keyInfo] = fields;
    const [from, until] = childrenOf(expectTag(validity, tags.sequence));
    const [algorithm, key] = childrenOf(expectTag(keyInfo, tags.sequence));
    const [kind, curve] = childrenOf(expectTag(algorithm, tags.sequence));
    if (readOid(kind) !== oids.ecPublicKey || readOid(curve) !== oids.p256)
      throw new LiveCodeError('a key of another kind');
    return {
      subject: expectTag(subject, tags.sequence).bytes,
      issuer: expectTag(issuer, tags.sequence).bytes,
      from: readTime(from),
      until: readTime(until),
      mayIssue: mayIssue(fields.find(({ tag }) => tag === 0xa3)),
      point: readBits(key),
    };
  });
  return { der, ...read, key: await importPoint(point) };
}

function mayIssue(extensions: DerNode | undefined): boolean {
  if (!extensions) return false;
  const [list] = childrenOf(extensions);
  return childrenOf(expectTag(list, tags.sequence)).some((extension) => {
    const parts = childrenOf(extension);
    if (readOid(parts[0]) !== '2.5.29.19') return false;
    const [flag] = childrenOf(expectTag(readDer(readOctets(parts.at(-1))), tags.sequence));
    return flag?.tag === tags.boolean && readBoolean(flag);
  });
}

async function isIssuedBy(der: Octets, key: CryptoKey): Promise<boolean> {
  const { tbs, signature } = reading(() => {
    const [body, algorithm, value] = childrenOf(expectTag(readDer(der), tags.sequence));
    const [name] = childrenOf(expectTag(algorithm, tags.sequence));
    if (readOid(name) !== oids.ecdsaSha256) throw new LiveCodeError('a signature of another kind');
    return { tbs: expectTag(body, tags.sequence).bytes, signature: rawSignature(readBits(value)) };
  });
  return isSigned(key, signature, tbs.slice());
}

/** From the two INTEGERs of certificates to r and s of 32 octets each, as WebCrypto takes them. */
function rawSignature(der: Uint8Array): Octets {
  const raw = new Uint8Array(64);
  const numbers = childrenOf(expectTag(readDer(der), tags.sequence)).map(readInteger);
  if (numbers.length !== 2) throw new LiveCodeError('not a signature');
  for (const [index, number] of numbers.entries()) {
    if (number < 0n || number >= 1n << 256n) throw new LiveCodeError('not a signature');
    for (let at = 31, rest = number; at >= 0; at -= 1, rest >>= 8n)
      raw[index * 32 + at] = Number(rest & 0xffn);
  }
  return raw;
}

/** Runs what reads DER and tells its failures as ours. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) throw new LiveCodeError(error.message);
    throw error;
  }
}

export function sameOctets(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}
