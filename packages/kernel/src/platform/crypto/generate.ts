import { generateKeyPair as nodeGenerate, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Algorithm } from './algorithms.ts';
import { newSealSecret } from './seal.ts';
import { newSm2Pair } from './sm2.ts';

/** A fresh key. Whoever has wrapped `secret` fills it with zeros. */
export interface NewKey {
  /** SM2: the scalar, 32 bytes; other pairs: PKCS #8, DER; secrets: as `seal` and `mac` take them. */
  secret: Buffer;
  /** SubjectPublicKeyInfo, DER; null for a secret. */
  publicKey: Buffer | null;
}

const generatePair = promisify(nodeGenerate);

/** Makes a key; RSA takes a second of another thread. */
export async function generateKey(algorithm: Algorithm): Promise<NewKey> {
  switch (algorithm) {
    case 'SM2':
      return newSm2Pair();
    case 'P-256':
      return fromNode(await generatePair('ec', { namedCurve: 'P-256' }));
    case 'Ed25519':
      return fromNode(await generatePair('ed25519'));
    case 'RSA-3072':
      return fromNode(await generatePair('rsa', { modulusLength: 3072 }));
    case 'SM4':
    case 'AES-256':
      return { secret: newSealSecret(algorithm), publicKey: null };
    case 'HMAC-SM3':
    case 'HMAC-SHA-256':
      return { secret: randomBytes(32), publicKey: null };
  }
}

function fromNode({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): NewKey {
  return {
    secret: privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
  };
}
