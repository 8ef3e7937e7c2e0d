import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { sameBytes } from './digest.ts';
import { cryptoErrors } from './errors.ts';

/** Encrypts so that a change is noticed; by secrets of the algorithm of the same name. */
export type SealAlgorithm = 'SM4' | 'AES-256';

interface Sealer {
  secretBytes: number;
  nonceBytes: number;
  tagBytes: number;
  seal(secret: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Buffer[];
  open(
    secret: Uint8Array,
    nonce: Uint8Array,
    sealed: Uint8Array,
    tag: Uint8Array,
    aad: Uint8Array,
  ): Buffer | undefined;
}

const sealers: Readonly<Record<SealAlgorithm, Sealer>> = {
  // The secret is 16 bytes of SM4 and 32 of HMAC-SM3; the tag covers the length of aad, aad, nonce and ciphertext.
  SM4: {
    secretBytes: 48,
    nonceBytes: 16,
    tagBytes: 32,
    seal: (secret, nonce, plain, aad) => {
      const cipher = createCipheriv('sm4-ctr', secret.subarray(0, 16), nonce);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return [sealed, tagOf(secret, nonce, sealed, aad)];
    },
    open: (secret, nonce, sealed, tag, aad) => {
      if (!sameBytes(tagOf(secret, nonce, sealed, aad), tag)) return undefined;
      const decipher = createDecipheriv('sm4-ctr', secret.subarray(0, 16), nonce);
      return Buffer.concat([decipher.update(sealed), decipher.final()]);
    },
  },
  'AES-256': {
    secretBytes: 32,
    nonceBytes: 12,
    tagBytes: 16,
    seal: (secret, nonce, plain, aad) => {
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      cipher.setAAD(aad);
      return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    },
    open: (secret, nonce, sealed, tag, aad) => {
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: 16 });
      decipher.setAAD(aad);
      decipher.setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(sealed), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  },
};

function tagOf(secret: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(aad.length));
  const code = createHmac('sm3', secret.subarray(16));
  for (const part of [length, aad, nonce, sealed]) code.update(part);
  return code.digest();
}

/** A fresh secret: 48 bytes for SM4, 32 for AES-256. */
export function newSealSecret(algorithm: SealAlgorithm): Buffer {
  return randomBytes(sealers[algorithm].secretBytes);
}

/**
 * Encrypts under a fresh nonce: nonce ‖ ciphertext ‖ tag, that is 16 and 32 bytes around for SM4, 12 and 16 for
 * AES-256. `aad` is covered by the tag and not part of the result. A secret of AES-256 is good for 2³² messages.
 */
export function seal(
  algorithm: SealAlgorithm,
  secret: Uint8Array,
  plain: Uint8Array,
  aad: Uint8Array,
): Buffer {
  const sealer = sealers[algorithm];
  const nonce = randomBytes(sealer.nonceBytes);
  return Buffer.concat([nonce, ...sealer.seal(secret, nonce, plain, aad)]);
}

/** What `seal` encrypted. Errors: `crypto.altered`. */
export function open(
  algorithm: SealAlgorithm,
  secret: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
): Buffer {
  const { nonceBytes, tagBytes, open: openParts } = sealers[algorithm];
  const end = sealed.length - tagBytes;
  if (end < nonceBytes) throw cryptoErrors.altered();
  const [nonce, body, tag] = [
    sealed.subarray(0, nonceBytes),
    sealed.subarray(nonceBytes, end),
    sealed.subarray(end),
  ];
  const plain = openParts(secret, nonce, body, tag, aad);
  if (!plain) throw cryptoErrors.altered();
  return plain;
}
