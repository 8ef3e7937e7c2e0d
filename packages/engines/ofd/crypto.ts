import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { sm2, sm3 } from 'sm-crypto-v2';
import {
  childrenOf,
  DerError,
  expectTag,
  readDer,
  readInteger,
  sequence,
  tags,
  unsigned,
} from '../der/index.ts';
import { fromHex, toHex } from './bytes.ts';

export type DigestName = 'SM3' | 'SHA-1' | 'SHA-256';

/** Digest of bytes. A server passes one of its own platform, which is faster. */
export type Digest = (name: DigestName, bytes: Uint8Array) => Uint8Array;

/**
 * Checks SM2 signatures with SM3 (GM/T 0003.2, user id 1234567812345678). `signature` is DER or r‖s of 64 octets;
 * `publicKey` is an uncompressed point of 65 octets. False for whatever is malformed; throws nothing.
 */
export interface Sm2 {
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean;
}

export const defaultDigest: Digest = (name, bytes) => {
  if (name === 'SM3') return fromHex(sm3(bytes));
  return name === 'SHA-256' ? sha256(bytes) : sha1(bytes);
};

/** Order of the group of curve 1.2.156.10197.1.301. */
const order = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');

type PublicPoint = ReturnType<typeof sm2.precomputePublicKey>;

/**
 * The default check. With `precompute`, a key that has been seen that many times gets a table of its multiples:
 * 85 ms once, then some seven times the speed. Tables are kept for the 32 keys used last.
 */
export function makeSm2({ precompute }: { precompute?: number } = {}): Sm2 {
  const tables = new Map<string, { seen: number; point: PublicPoint | undefined }>();
  const keyFor = (hex: string): string | PublicPoint => {
    if (precompute === undefined) return hex;
    const known = tables.get(hex) ?? { seen: 0, point: undefined };
    tables.delete(hex);
    known.seen += 1;
    if (known.seen >= precompute) known.point ??= sm2.precomputePublicKey(hex);
    tables.set(hex, known);
    const [oldest] = tables.keys();
    if (tables.size > 32 && oldest !== undefined) tables.delete(oldest);
    return known.point ?? hex;
  };
  return {
    verify(message, signature, publicKey) {
      const plain = plainSignature(signature);
      if (!plain || publicKey.length !== 65 || publicKey[0] !== 4) return false;
      try {
        return sm2.doVerifySignature(message, toHex(plain), keyFor(toHex(publicKey)), { hash: true });
      } catch {
        // The library throws for a key that is no point of the curve.
        return false;
      }
    },
  };
}

/** r‖s of a signature in either form; `undefined` where it is none, or r or s is out of range. */
export function plainSignature(signature: Uint8Array): Uint8Array | undefined {
  const pair = signature.length === 64 ? halves(signature) : readPair(signature);
  if (!pair?.every((value) => value > 0n && value < order)) return undefined;
  return fromHex(pair.map((value) => value.toString(16).padStart(64, '0')).join(''));
}

/** A signature as the DER that seals carry: SEQUENCE of r and s. */
export function derSignature(signature: Uint8Array): Uint8Array | undefined {
  const plain = plainSignature(signature);
  return plain && sequence(unsigned(plain.subarray(0, 32)), unsigned(plain.subarray(32)));
}

function halves(bytes: Uint8Array): bigint[] {
  return [bytes.subarray(0, 32), bytes.subarray(32)].map((half) => BigInt(`0x${toHex(half)}`));
}

function readPair(bytes: Uint8Array): bigint[] | undefined {
  try {
    const parts = childrenOf(expectTag(readDer(bytes), tags.sequence));
    return parts.length === 2 ? parts.map(readInteger) : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

const digestNames: Readonly<Record<string, DigestName | 'MD5'>> = {
  SM3: 'SM3',
  '1.2.156.10197.1.401': 'SM3',
  '1.2.156.10197.1.401.1': 'SM3',
  SHA1: 'SHA-1',
  'SHA-1': 'SHA-1',
  '1.3.14.3.2.26': 'SHA-1',
  SHA256: 'SHA-256',
  'SHA-256': 'SHA-256',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  MD5: 'MD5',
  '1.2.840.113549.2.5': 'MD5',
};

/** The digest a signature names, by name or OID. MD5, which GB/T 33190 assumes, is the default it gives. */
export function digestNamed(method: string | undefined): DigestName | 'MD5' | undefined {
  const name = method?.trim().toUpperCase() ?? 'MD5';
  return Object.prototype.hasOwnProperty.call(digestNames, name) ? digestNames[name] : undefined;
}
