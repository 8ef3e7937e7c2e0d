import { readBoolean, readDer, readTime, tags, type DerNode } from '../der/index.ts';
import { usageBits, type CheckSignature } from './chain.ts';
import { PkiError } from './model.ts';
import type { Issued, NoAnswer } from './ocsp-answer.ts';
import { reading, sequenceOf } from './read.ts';
import {
  fullNames,
  readAlgorithm,
  readExtensions,
  readSigned,
  sameOctets,
  unsignedOf,
  type Signed,
} from './x509.ts';

/** A list of revoked certificates (RFC 5280 §5), read but not yet believed. */
export interface RevocationList extends Signed {
  readonly issuer: Uint8Array;
  readonly from: Date;
  /** By when the next one is there. */
  readonly next: Date;
  /** Serial numbers, hexadecimal. */
  readonly revoked: ReadonlySet<string>;
  /** Whose certificates it is about; `at`: those alone that name one of these addresses. */
  readonly scope: {
    readonly at: readonly string[] | undefined;
    readonly of: 'all' | 'persons' | 'authorities';
  };
}

const ids = { scope: '2.5.29.28', number: '2.5.29.20', authorityKey: '2.5.29.35' } as const;

const skewMs = 5 * 60_000;

/**
 * Reads a list that is whole: those of changes alone, of some reasons, or for other issuers are refused, and so is one
 * that does not say when the next comes. @throws {PkiError}
 */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  return reading(() => {
    const { fields, ...signed } = readSigned(bytes);
    const [version, ...versioned] = fields;
    const [algorithm, issuer, from, next, ...rest] = version?.tag === tags.integer ? versioned : fields;
    if (readAlgorithm(algorithm).oid !== signed.algorithm.oid) throw new PkiError('two signature algorithms');
    const extensions = readExtensions(rest.find(({ tag }) => tag === 0xa0));
    for (const [id, { critical }] of extensions)
      if (critical && id !== ids.scope && id !== ids.number && id !== ids.authorityKey)
        throw new PkiError(`critical extension ${id} is not known`);
    return {
      ...signed,
      issuer: issuer?.bytes ?? new Uint8Array(),
      from: readTime(from),
      next: readTime(next),
      revoked: readEntries(rest.find(({ tag }) => tag === tags.sequence)),
      scope: readScope(extensions.get(ids.scope)?.value),
    };
  });
}

function readEntries(node: DerNode | undefined): Set<string> {
  const serials = new Set<string>();
  if (node === undefined) return serials;
  for (const entry of elementsOf(node.content)) {
    const [serial, , extensions] = sequenceOf(entry);
    serials.add(hex(unsignedOf(serial)));
    // A critical one would name another issuer, or take an entry back.
    const critical =
      extensions && sequenceOf(extensions).some((one) => sequenceOf(one)[1]?.tag === tags.boolean);
    if (critical) throw new PkiError('an entry with a condition');
  }
  return serials;
}

/** Elements one after another, however many: lists of large authorities are longer than anything else in DER. */
function* elementsOf(content: Uint8Array): Generator<DerNode> {
  for (let at = 0; at < content.length;) {
    const first = content[at + 1] ?? 0;
    let size = 2 + first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count > 4) throw new PkiError('length too large');
      size = 2 + count;
      for (let octet = 0, length = 0; octet < count; octet += 1) {
        length = length * 256 + (content[at + 2 + octet] ?? 0);
        if (octet === count - 1) size += length;
      }
    }
    yield readDer(content.subarray(at, at + size));
    at += size;
  }
}

function readScope(value: Uint8Array | undefined): RevocationList['scope'] {
  if (value === undefined) return { at: undefined, of: 'all' };
  const parts = sequenceOf(readDer(value));
  const isSet = (tag: number): boolean => {
    const part = parts.find((one) => one.tag === tag);
    return part !== undefined && readBoolean({ ...part, tag: tags.boolean });
  };
  if (parts.some(({ tag }) => tag === 0x83) || isSet(0x84) || isSet(0x85))
    throw new PkiError('a list of a part, or for others');
  const point = parts.find(({ tag }) => tag === 0xa0);
  return {
    at: point && fullNames(point),
    of: isSet(0x81) ? 'persons' : isSet(0x82) ? 'authorities' : 'all',
  };
}

/** Why a list that was fetched for a certificate does not count for it; undefined where it does. */
export function problemOfList(
  list: RevocationList,
  { certificate, issuer }: Issued,
  at: Date,
  check: CheckSignature,
): NoAnswer | undefined {
  if (!sameOctets(list.issuer, issuer.subject)) return 'other-certificate';
  const { at: named, of } = list.scope;
  if (named && !named.some((url) => certificate.crlUrls.includes(url))) return 'other-certificate';
  if (of !== 'all' && (of === 'authorities') !== (certificate.authority !== undefined))
    return 'other-certificate';
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.has(usageBits.crlSign)) return 'forged';
  if (!check(issuer.keyInfo, list)) return 'forged';
  const now = at.getTime();
  return list.from.getTime() > now + skewMs || list.next.getTime() < now - skewMs ? 'stale' : undefined;
}

export function isListed({ revoked }: RevocationList, serial: Uint8Array): boolean {
  return revoked.has(hex(serial));
}

const octetTexts = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** By a table: lists have hundreds of thousands of numbers. */
function hex(bytes: Uint8Array): string {
  let text = '';
  for (const octet of bytes) text += octetTexts[octet];
  return text;
}
