import Type, { type Static } from 'typebox';
import type { Text } from '../text/index.ts';

export const KeyUse = Type.Enum(['sign', 'encrypt', 'mac'], { description: 'The one thing a key is for' });
export type KeyUse = Static<typeof KeyUse>;

export interface AlgorithmEntry {
  /** A pair has a public part; a secret is whole or nothing. */
  kind: 'pair' | 'secret';
  uses: readonly KeyUse[];
  /** Length of the key, in bits as its standard counts them. */
  bits: number;
  /** Stands for it in bytes; a number is never given anew. */
  number: number;
  name: Text;
  /** Where it is laid down. */
  standard: string;
}

/** Every algorithm a key can have. */
export const algorithms = {
  SM2: {
    kind: 'pair',
    uses: ['sign', 'encrypt'],
    bits: 256,
    number: 1,
    name: { zh: 'SM2 椭圆曲线公钥密码算法', en: 'SM2 elliptic curve' },
    standard: 'GM/T 0003-2012',
  },
  'P-256': {
    kind: 'pair',
    uses: ['sign'],
    bits: 256,
    number: 2,
    name: { zh: 'ECDSA（P-256 曲线）', en: 'ECDSA on P-256' },
    standard: 'FIPS 186-5',
  },
  Ed25519: {
    kind: 'pair',
    uses: ['sign'],
    bits: 256,
    number: 3,
    name: { zh: 'Ed25519 签名算法', en: 'Ed25519' },
    standard: 'RFC 8032',
  },
  'RSA-3072': {
    kind: 'pair',
    uses: ['sign', 'encrypt'],
    bits: 3072,
    number: 4,
    name: { zh: 'RSA（3072 位）', en: 'RSA of 3072 bits' },
    standard: 'RFC 8017',
  },
  SM4: {
    kind: 'secret',
    uses: ['encrypt'],
    bits: 128,
    number: 5,
    name: { zh: 'SM4-CTR 加密，HMAC-SM3 防篡改', en: 'SM4-CTR, then HMAC-SM3' },
    standard: 'GM/T 0002-2012',
  },
  'AES-256': {
    kind: 'secret',
    uses: ['encrypt'],
    bits: 256,
    number: 6,
    name: { zh: 'AES-256-GCM 加密', en: 'AES-256-GCM' },
    standard: 'NIST SP 800-38D',
  },
  'HMAC-SM3': {
    kind: 'secret',
    uses: ['mac'],
    bits: 256,
    number: 7,
    name: { zh: '基于 SM3 的消息鉴别码', en: 'HMAC with SM3' },
    standard: 'GM/T 0004-2012',
  },
  'HMAC-SHA-256': {
    kind: 'secret',
    uses: ['mac'],
    bits: 256,
    number: 8,
    name: { zh: '基于 SHA-256 的消息鉴别码', en: 'HMAC with SHA-256' },
    standard: 'RFC 2104',
  },
} as const satisfies Record<string, AlgorithmEntry>;

export type Algorithm = keyof typeof algorithms;

export const algorithmNames = Object.keys(algorithms) as Algorithm[];

export const AlgorithmName = Type.Enum(algorithmNames, { description: 'Algorithm of a key' });

export function mayUse(algorithm: Algorithm, use: KeyUse): boolean {
  const { uses }: AlgorithmEntry = algorithms[algorithm];
  return uses.includes(use);
}
