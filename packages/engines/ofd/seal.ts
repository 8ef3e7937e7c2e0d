import {
  bits,
  childrenOf,
  DerError,
  element,
  expectTag,
  explicit,
  generalizedTime,
  ia5,
  integer,
  octets,
  oid,
  printable,
  readBits,
  readBoolean,
  readDer,
  readNumber,
  readOctets,
  readOid,
  readText,
  readTime,
  sequence,
  tags,
  utf8,
  type DerNode,
} from '../der/index.ts';
import { derSignature } from './crypto.ts';
import { OfdError } from './errors.ts';

/** SM2 with SM3, as signatures name it. */
export const sm2WithSm3 = '1.2.156.10197.1.501';

/** Who may use the seal: certificates whole, or their digests. */
export type SealSigners =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | {
      readonly kind: 'digests';
      /** `type` names the digest, by name or OID. */
      readonly digests: readonly { readonly type: string; readonly value: Uint8Array }[];
    };

export interface SealExtension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** What the maker of a seal signs: `eSealInfo` of GB/T 38540-2020. */
export interface SealInfo {
  readonly vendor: string;
  readonly id: string;
  /** 1 an agency's, 2 a person's; makers use others too. */
  readonly type: number;
  readonly name: string;
  readonly signers: SealSigners;
  readonly created: Date;
  readonly from: Date;
  readonly to: Date;
  /** `type` such as PNG or OFD; width and height in whole millimetres. */
  readonly picture: {
    readonly type: string;
    readonly data: Uint8Array;
    readonly width: number;
    readonly height: number;
  };
  readonly extensions: readonly SealExtension[];
}

/** A seal: its contents, and the maker's signature over `infoDer`. */
export interface Seal extends SealInfo {
  readonly der: Uint8Array;
  /** The bytes signed, as they stand in the seal. */
  readonly infoDer: Uint8Array;
  readonly makerCertificate: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** `eSealInfo` in DER, to be signed by the maker. */
export function encodeSealInfo(info: SealInfo): Uint8Array {
  const { signers, picture } = info;
  const list =
    signers.kind === 'certificates'
      ? signers.certificates.map(octets)
      : signers.digests.map(({ type, value }) => sequence(printable(type), octets(value)));
  const parts = [
    sequence(ia5('ES'), integer(4), ia5(info.vendor)),
    ia5(info.id),
    sequence(
      integer(info.type),
      utf8(info.name),
      integer(signers.kind === 'certificates' ? 1 : 2),
      sequence(...list),
      generalizedTime(info.created),
      generalizedTime(info.from),
      generalizedTime(info.to),
    ),
    sequence(ia5(picture.type), octets(picture.data), integer(picture.width), integer(picture.height)),
  ];
  if (info.extensions.length > 0) parts.push(explicit(0, encodeExtensions(info.extensions)));
  return sequence(...parts);
}

/** A seal from its signed contents. @throws {OfdError} badSeal where the signature is none of SM2 */
export function sealFrom(
  infoDer: Uint8Array,
  makerCertificate: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  const signed = derSignature(signature);
  if (!signed) throw new OfdError('badSeal', 'no SM2 signature');
  return sequence(infoDer, octets(makerCertificate), oid(sm2WithSm3), bits(signed));
}

/** Reads a seal of version 4. @throws {OfdError} badSeal */
export function readSeal(der: Uint8Array): Seal {
  return asSealError(() => sealOf(readDer(der)));
}

/** Runs a reader of DER and names its refusal. */
export function asSealError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) throw new OfdError('badSeal', error.message);
    throw error;
  }
}

/** A seal from its element, for readers of what contains one. @throws {DerError | OfdError} */
export function sealOf(node: DerNode): Seal {
  const parts = childrenOf(expectTag(node, tags.sequence));
  const [info, certificate, algorithm, signature] = parts;
  if (parts.length !== 4) throw new OfdError('badSeal', 'not of GB/T 38540 version 4');
  return {
    ...readInfo(expectTag(info, tags.sequence)),
    der: node.bytes,
    infoDer: expectTag(info, tags.sequence).bytes,
    makerCertificate: readOctets(certificate),
    algorithm: readOid(algorithm),
    signature: readBits(signature),
  };
}

function readInfo(node: DerNode): SealInfo {
  const parts = childrenOf(node);
  if (parts.length > 5) throw new OfdError('badSeal', 'more parts than a seal has');
  const [header, id, property, picture, extensions] = parts;
  const [mark, version, vendor] = childrenOf(expectTag(header, tags.sequence));
  if (readText(mark) !== 'ES' || readNumber(version) !== 4)
    throw new OfdError('badSeal', 'not of GB/T 38540 version 4');
  const [type, name, kind, list, created, from, to] = childrenOf(expectTag(property, tags.sequence));
  const [pictureType, data, width, height] = childrenOf(expectTag(picture, tags.sequence));
  return {
    vendor: readText(vendor),
    id: readText(id),
    type: readNumber(type),
    name: readText(name),
    signers: readSigners(readNumber(kind), expectTag(list, tags.sequence)),
    created: readTime(created),
    from: readTime(from),
    to: readTime(to),
    picture: {
      type: readText(pictureType),
      data: readOctets(data),
      width: readNumber(width),
      height: readNumber(height),
    },
    extensions: extensions ? readExtensions(extensions) : [],
  };
}

function readSigners(kind: number, list: DerNode): SealSigners {
  if (kind === 1) return { kind: 'certificates', certificates: childrenOf(list).map(readOctets) };
  if (kind !== 2) throw new OfdError('badSeal', `unknown kind ${kind} of signer list`);
  return {
    kind: 'digests',
    digests: childrenOf(list).map((entry) => {
      const [type, value] = childrenOf(expectTag(entry, tags.sequence));
      return { type: readText(type), value: readOctets(value) };
    }),
  };
}

export function encodeExtensions(extensions: readonly SealExtension[]): Uint8Array {
  return sequence(
    ...extensions.map(({ id, critical, value }) =>
      // False is the default, which DER leaves out.
      sequence(oid(id), ...(critical ? [element(tags.boolean, Uint8Array.of(0xff))] : []), octets(value)),
    ),
  );
}

/** Extensions, in the tag [0] of the standard or without it, as some makers write them. */
export function readExtensions(node: DerNode): SealExtension[] {
  const list = node.tag === 0xa0 ? childrenOf(node)[0] : node;
  return childrenOf(expectTag(list, tags.sequence)).map((entry) => {
    const parts = childrenOf(expectTag(entry, tags.sequence));
    const critical = parts[1]?.tag === tags.boolean;
    return {
      id: readOid(parts[0]),
      critical: critical && readBoolean(parts[1]),
      value: readOctets(parts[critical ? 2 : 1]),
    };
  });
}
