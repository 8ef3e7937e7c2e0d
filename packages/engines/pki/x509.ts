import {
  childrenOf,
  expectTag,
  readBits,
  readBoolean,
  readDer,
  readNumber,
  readOctets,
  readOid,
  readText,
  readTime,
  tags,
  type DerNode,
} from '../der/index.ts';
import { PkiError } from './model.ts';
import { reading, sequenceOf } from './read.ts';

/** AlgorithmIdentifier; `parameters` as they stand, DER. */
export interface SignatureAlgorithm {
  readonly oid: string;
  readonly parameters: Uint8Array | undefined;
}

/** Something signed with what it is signed by, as certificates, lists and answers carry it. */
export interface Signed {
  /** What the signature is over. */
  readonly tbs: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/** A certificate of anyone, read for checks (RFC 5280). Names and keys are the bytes that stand in it. */
export interface X509 extends Signed {
  readonly der: Uint8Array;
  /** Unsigned, without leading zeros. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly from: Date;
  readonly until: Date;
  /** SubjectPublicKeyInfo. */
  readonly keyInfo: Uint8Array;
  /** The key alone, without the header of its BIT STRING. */
  readonly key: Uint8Array;
  /** Text attributes of the subject and of the issuer, by the identifier of their type. */
  readonly attributes: readonly Attribute[];
  readonly issuerAttributes: readonly Attribute[];
  /** That it may issue, and how many authorities may stand below it. */
  readonly authority: { readonly pathLength: number | undefined } | undefined;
  /** Bits of KeyUsage; undefined where it says nothing. */
  readonly keyUsage: ReadonlySet<number> | undefined;
  /** Identifiers of ExtendedKeyUsage; undefined where it says nothing. */
  readonly extendedUses: readonly string[] | undefined;
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** Contents of extensions by identifier. */
  readonly extensions: ReadonlyMap<string, Uint8Array>;
  /** Critical extensions that no check here knows: whoever has one is not believed (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[];
}

export interface Attribute {
  readonly type: string;
  readonly value: string;
}

const ids = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  distributionPoints: '2.5.29.31',
  policies: '2.5.29.32',
  authorityKey: '2.5.29.35',
  extendedUse: '2.5.29.37',
  access: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
} as const;

/** Where certificates of persons carry their number: GB/T 20518 and its predecessor. */
export const personNumberIds = ['1.2.156.10260.4.1.1', '1.2.86.11.7.1'] as const;

const understood = new Set<string>([...Object.values(ids), ...personNumberIds]);

/** @throws {PkiError} */
export function readX509(der: Uint8Array): X509 {
  return reading(() => {
    const { fields: all, ...signed } = readSigned(der);
    const fields = all[0]?.tag === 0xa0 ? all.slice(1) : all;
    const [serial, algorithm, issuer, validity, subject, key, ...rest] = fields;
    if (readAlgorithm(algorithm).oid !== signed.algorithm.oid) throw new PkiError('two signature algorithms');
    const [from, until] = sequenceOf(validity);
    const [, point] = sequenceOf(key);
    const read = readExtensions(rest.find(({ tag }) => tag === 0xa3));
    const value = (id: string) => read.get(id)?.value;
    return {
      der,
      ...signed,
      serial: unsignedOf(serial),
      issuer: expectTag(issuer, tags.sequence).bytes,
      subject: expectTag(subject, tags.sequence).bytes,
      from: readTime(from),
      until: readTime(until),
      keyInfo: expectTag(key, tags.sequence).bytes,
      key: readBits(point),
      attributes: readName(subject),
      issuerAttributes: readName(issuer),
      authority: readAuthority(value(ids.basicConstraints)),
      keyUsage: readUsage(value(ids.keyUsage)),
      extendedUses: readUses(value(ids.extendedUse)),
      ocspUrls: readAccess(value(ids.access)),
      crlUrls: readPoints(value(ids.distributionPoints)),
      extensions: new Map([...read].map(([id, extension]) => [id, extension.value])),
      unknownCritical: [...read].flatMap(([id, { critical }]) =>
        critical && !understood.has(id) ? [id] : [],
      ),
    };
  });
}

/** The three parts that everything signed has, and the fields of the first. @throws {PkiError} */
export function readSigned(der: Uint8Array): Signed & { fields: DerNode[] } {
  return reading(() => {
    const [tbs, algorithm, signature] = sequenceOf(readDer(der));
    return {
      fields: sequenceOf(tbs),
      tbs: expectTag(tbs, tags.sequence).bytes,
      algorithm: readAlgorithm(algorithm),
      signature: readBits(signature),
    };
  });
}

const pss = '1.2.840.113549.1.1.10';

/** Of the algorithms of signatures only RSASSA-PSS has parameters (RFC 4055, RFC 5758); anything else there is no one's. */
export function readAlgorithm(node: DerNode | undefined): SignatureAlgorithm {
  const [id, parameters, more] = sequenceOf(node);
  const name = readOid(id);
  const isNull = parameters?.tag === tags.null && parameters.content.length === 0;
  if (more !== undefined || (parameters !== undefined && !isNull && name !== pss))
    throw new PkiError('a signature algorithm with parameters that it does not have');
  return { oid: name, parameters: parameters?.bytes };
}

/** An INTEGER as its octets, without leading zeros. */
export function unsignedOf(node: DerNode | undefined): Uint8Array {
  const { content } = expectTag(node, tags.integer);
  return content.length > 1 && content[0] === 0 ? content.subarray(1) : content;
}

interface Extension {
  critical: boolean;
  value: Uint8Array;
}

/** Extensions below their explicit tag. A second one of a kind could say the opposite of the first. */
export function readExtensions(node: DerNode | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  if (node === undefined) return found;
  for (const extension of sequenceOf(childrenOf(node)[0])) {
    const [id, second, third] = sequenceOf(extension);
    const critical = second?.tag === tags.boolean && readBoolean(second);
    const name = readOid(id);
    if (found.has(name)) throw new PkiError(`extension ${name} stands twice`);
    found.set(name, { critical, value: readOctets(second?.tag === tags.boolean ? third : second) });
  }
  return found;
}

const texts = new Set<number>([tags.utf8, tags.printable, tags.ia5, tags.bmp, 0x12, 0x14, 0x1a]);

/** Text attributes of a name. */
export function readName(name: DerNode | undefined): Attribute[] {
  return sequenceOf(name).flatMap((set) =>
    childrenOf(expectTag(set, tags.set)).flatMap((pair) => {
      const [type, value] = sequenceOf(pair);
      if (value === undefined || !texts.has(value.tag)) return [];
      return [{ type: readOid(type), value: readText(value) }];
    }),
  );
}

function readAuthority(value: Uint8Array | undefined): X509['authority'] {
  if (value === undefined) return undefined;
  const [first, second] = sequenceOf(readDer(value));
  if (first?.tag !== tags.boolean || !readBoolean(first)) return undefined;
  return { pathLength: second === undefined ? undefined : readNumber(second) };
}

/** Named bits, the first one leftmost. */
function readUsage(value: Uint8Array | undefined): Set<number> | undefined {
  if (value === undefined) return undefined;
  const [, ...octets] = expectTag(readDer(value), tags.bits).content;
  const set = new Set<number>();
  for (const [index, octet] of octets.entries())
    for (let bit = 0; bit < 8; bit += 1) if ((octet & (0x80 >> bit)) !== 0) set.add(index * 8 + bit);
  return set;
}

function readUses(value: Uint8Array | undefined): string[] | undefined {
  return value === undefined ? undefined : sequenceOf(readDer(value)).map(readOid);
}

function readAccess(value: Uint8Array | undefined): string[] {
  if (value === undefined) return [];
  return sequenceOf(readDer(value)).flatMap((access) => {
    const [method, place] = sequenceOf(access);
    return readOid(method) === ids.ocsp ? urlsIn([place]) : [];
  });
}

/** Points for all reasons and of the issuer itself: others would need more lists than one. */
function readPoints(value: Uint8Array | undefined): string[] {
  if (value === undefined) return [];
  return sequenceOf(readDer(value)).flatMap((point) => {
    const [name, ...limits] = sequenceOf(point);
    return name?.tag === 0xa0 && limits.length === 0 ? fullNames(name) : [];
  });
}

/** Addresses of a DistributionPointName, below its tag. */
export function fullNames(name: DerNode): string[] {
  const [inner] = childrenOf(name);
  return inner?.tag === 0xa0 ? urlsIn(childrenOf(inner)) : [];
}

/** Those of some general names that are addresses (RFC 5280 §4.2.1.6). */
function urlsIn(names: readonly (DerNode | undefined)[]): string[] {
  return names.flatMap((name) =>
    name?.tag === 0x86 && name.content.length <= 2000 ? [String.fromCharCode(...name.content)] : [],
  );
}

export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}
