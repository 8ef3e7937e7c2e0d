import {
  bits,
  childrenOf,
  expectTag,
  explicit,
  generalizedTime,
  ia5,
  integer,
  octets,
  oid,
  readBits,
  readDer,
  readNumber,
  readOctets,
  readOid,
  readText,
  readTime,
  sequence,
  tags,
} from '../der/index.ts';
import { derSignature } from './crypto.ts';
import { OfdError } from './errors.ts';
import {
  asSealError,
  encodeExtensions,
  readExtensions,
  sealOf,
  sm2WithSm3,
  type Seal,
  type SealExtension,
} from './seal.ts';

/** A signature with a seal: `SES_Signature` of GB/T 38540-2020, the content of SignedValue.dat. */
export interface SignedValue {
  readonly seal: Seal;
  readonly time: Date;
  /** Digest of Signature.xml. */
  readonly dataHash: Uint8Array;
  /** Where Signature.xml stands. */
  readonly property: string;
  readonly extensions: readonly SealExtension[];
  /** The bytes signed, as they stand in the file. */
  readonly toSign: Uint8Array;
  readonly certificate: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  /** A time stamp token of RFC 3161. */
  readonly timeStamp: Uint8Array | undefined;
}

export interface ToSign {
  /** The seal in DER. */
  readonly seal: Uint8Array;
  readonly time: Date;
  readonly dataHash: Uint8Array;
  readonly property: string;
  readonly extensions?: readonly SealExtension[];
}

/** `toSign` in DER, to be signed by the holder of the key. */
export function encodeToSign(value: ToSign): Uint8Array {
  const extensions = value.extensions ?? [];
  return sequence(
    integer(4),
    value.seal,
    generalizedTime(value.time),
    bits(value.dataHash),
    ia5(value.property),
    ...(extensions.length > 0 ? [explicit(0, encodeExtensions(extensions))] : []),
  );
}

/**
 * SignedValue.dat from what was signed.
 * @param signature r‖s of 64 octets, or DER
 * @throws {OfdError} badSignature where the signature is none of SM2
 */
export function encodeSignedValue(
  toSign: Uint8Array,
  certificate: Uint8Array,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
): Uint8Array {
  const signed = derSignature(signature);
  if (!signed) throw new OfdError('badSignature', 'no SM2 signature');
  return sequence(
    toSign,
    octets(certificate),
    oid(sm2WithSm3),
    bits(signed),
    ...(timeStamp ? [explicit(0, bits(timeStamp))] : []),
  );
}

/** @throws {OfdError} badSeal */
export function readSignedValue(der: Uint8Array): SignedValue {
  return asSealError(() => {
    const parts = childrenOf(expectTag(readDer(der), tags.sequence));
    const [toSign, certificate, algorithm, signature, timeStamp] = parts;
    const signed = childrenOf(expectTag(toSign, tags.sequence));
    const [version, seal, time, dataHash, property, extensions] = signed;
    if (parts.length < 4 || parts.length > 5 || signed.length > 6 || readNumber(version) !== 4)
      throw new OfdError('badSeal', 'not of GB/T 38540 version 4');
    return {
      seal: sealOf(expectTag(seal, tags.sequence)),
      time: readTime(time),
      dataHash: readBits(dataHash),
      property: readText(property),
      extensions: extensions ? readExtensions(extensions) : [],
      toSign: expectTag(toSign, tags.sequence).bytes,
      certificate: readOctets(certificate),
      algorithm: readOid(algorithm),
      signature: readBits(signature),
      timeStamp: timeStamp && readBits(childrenOf(expectTag(timeStamp, 0xa0))[0]),
    };
  });
}
