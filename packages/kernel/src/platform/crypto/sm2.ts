import { sm2 } from 'sm-crypto-v2';
import { cryptoErrors } from './errors.ts';
import { digest, sameBytes } from './digest.ts';

// The SM2 of node:crypto is not that of GM/T 0003: made keys sign as plain ECDSA, imported ones with an empty user id.

const userId = '1234567812345678';
/** SubjectPublicKeyInfo of an uncompressed point: id-ecPublicKey, curve 1.2.156.10197.1.301 (GM/T 0009). */
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const pointBytes = 65;
const order = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
const c1c3c2 = 1;
const c3Bytes = 32;

export interface Sm2Pair {
  /** The scalar, 32 bytes. */
  secret: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Buffer;
}

export function newSm2Pair(): Sm2Pair {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  return { secret: Buffer.from(privateKey, 'hex'), publicKey: sm2PublicKey(Buffer.from(publicKey, 'hex')) };
}

/** SubjectPublicKeyInfo of a point of 65 bytes. */
export function sm2PublicKey(point: Uint8Array): Buffer {
  return Buffer.concat([spkiHead, point]);
}

/** Whether a SubjectPublicKeyInfo is one of SM2, as far as its form tells. */
export function isSm2PublicKey(publicKey: Uint8Array): boolean {
  const head = publicKey.subarray(0, spkiHead.length);
  return publicKey.length === spkiHead.length + pointBytes && sameBytes(head, spkiHead);
}

/** The point (65 bytes, hex) of a public key. */
function pointOf(publicKey: Uint8Array): string {
  if (!isSm2PublicKey(publicKey)) throw new Error('not a public key of SM2');
  return Buffer.from(publicKey.subarray(spkiHead.length)).toString('hex');
}

/** e of GM/T 0003.2: SM3 over Z and the message; taken here, as the library would turn the message into hex. */
function digestOf(point: string, message: Uint8Array): Buffer {
  return digest('SM3', Buffer.concat([sm2.getZ(point, userId), message]));
}

/** r‖s, 64 bytes. */
export function signSm2(secret: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Buffer {
  const e = digestOf(pointOf(publicKey), message);
  return Buffer.from(sm2.doSignature(e, Buffer.from(secret).toString('hex')), 'hex');
}

/** Whether r‖s is a signature over a message; false for whatever is malformed. */
export function verifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const hex = Buffer.from(signature).toString('hex');
  if (signature.length !== 64 || !inRange(hex.slice(0, 64)) || !inRange(hex.slice(64))) return false;
  const point = pointOf(publicKey);
  return sm2.doVerifySignature(digestOf(point, message), hex, point);
}

function inRange(hex: string): boolean {
  const value = BigInt(`0x${hex}`);
  return value > 0n && value < order;
}

/** C1‖C3‖C2 with C1 as 04‖x‖y (GM/T 0003.4): 97 bytes longer than the message, which is not empty. */
export function encryptSm2(publicKey: Uint8Array, message: Uint8Array): Buffer {
  const point = pointOf(publicKey);
  for (;;) {
    const sealed = Buffer.from(`04${sm2.doEncrypt(message, point, c1c3c2)}`, 'hex');
    // A mask of nothing but zeros, likely for a byte or two, would show the message: the standard begins anew.
    if (!sameBytes(sealed.subarray(pointBytes + c3Bytes), message)) return sealed;
  }
}

/** Errors: `crypto.altered`. */
export function decryptSm2(secret: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length <= pointBytes + c3Bytes || sealed[0] !== 4) throw cryptoErrors.altered();
  let plain: Uint8Array;
  try {
    const hex = Buffer.from(sealed.subarray(1)).toString('hex');
    plain = sm2.doDecrypt(hex, Buffer.from(secret).toString('hex'), c1c3c2, { output: 'array' });
  } catch {
    throw cryptoErrors.altered(); // C1 is no point of the curve
  }
  if (plain.length === 0) throw cryptoErrors.altered();
  return Buffer.from(plain);
}
