import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { oids, type CheckSignature } from '@quancheng/engines/pki';
import { verify } from './pairs.ts';
import { isSm2PublicKey } from './sm2.ts';

/** Signatures of certificates that are taken beside SM2 with SM3 (RFC 4055, RFC 5758); SHA-1 and MD5 are not. */
const taken: Readonly<Record<string, { hash: string; key: 'rsa' | 'ec' }>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', key: 'ec' },
};
const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
/** Bits of RSA: less is too weak, and more keeps a server busy. */
const rsaBits = { least: 2048, most: 8192 };

/** Checks signatures by RSA, by ECDSA on the curves of NIST, and by SM2. */
export const checkSignature: CheckSignature = (keyInfo, { tbs, algorithm, signature }) => {
  try {
    if (algorithm.oid === oids.sm2Sm3) return verify('SM2', keyInfo, tbs, signature, { format: 'der' });
    const wanted = taken[algorithm.oid];
    const key = readKey(keyInfo);
    if (wanted === undefined || key?.asymmetricKeyType !== wanted.key) return false;
    return nodeVerify(wanted.hash, tbs, key, signature);
  } catch {
    return false; // no key, or none of this algorithm
  }
};

/** A key that is strong enough, of RSA or of a curve of NIST. */
function readKey(keyInfo: Uint8Array) {
  const key = createPublicKey({ key: Buffer.from(keyInfo), format: 'der', type: 'spki' });
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const isStrong =
    key.asymmetricKeyType === 'rsa'
      ? modulusLength >= rsaBits.least && modulusLength <= rsaBits.most
      : key.asymmetricKeyType === 'ec' && curves.has(namedCurve);
  return isStrong ? key : undefined;
}

/** Whether a key is of a kind, and of a strength, with which one may sign in. */
export function isStrongKey(keyInfo: Uint8Array): boolean {
  if (isSm2PublicKey(keyInfo)) return true;
  try {
    return readKey(keyInfo) !== undefined;
  } catch {
    return false;
  }
}
