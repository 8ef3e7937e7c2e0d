import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import {
  issueCertificate,
  type CertifiedSigner,
  type Digest,
  type Profile,
  type Scheme,
  type Signer,
} from './index.ts';

const names = { SM3: 'sm3', 'SHA-256': 'sha256', 'SHA-1': 'sha1' } as const;

export const digest: Digest = (name, bytes) => createHash(names[name]).update(bytes).digest();

export interface Pair extends Signer {
  readonly point: Uint8Array;
}

export function makePair(scheme: Scheme): Pair {
  if (scheme === 'SM2') {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return {
      scheme,
      point: Buffer.from(publicKey, 'hex'),
      sign: (bytes) =>
        Buffer.from(sm2.doSignature(bytes, privateKey, { hash: true, der: true, publicKey }), 'hex'),
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { scheme, point: spki.subarray(-65), sign: (bytes) => sign('sha256', bytes, privateKey) };
}

interface Wanted {
  profile: Profile;
  common: string;
  pair: Pair;
  issuer: Signer | CertifiedSigner;
  from?: Date;
  until?: Date;
}

export async function certify({
  profile,
  common,
  pair,
  issuer,
  from,
  until,
}: Wanted): Promise<CertifiedSigner> {
  const certificate = await issueCertificate(
    {
      serial: randomBytes(16),
      subject: { country: 'CN', organisation: '春水市（演示）', common },
      key: pair,
      from: from ?? new Date(Date.now() - 3_600_000),
      until: until ?? new Date(Date.now() + 365 * 86_400_000),
      profile,
      crlUrl: 'http://127.0.0.1/pki/root.crl',
      ocspUrl: 'http://127.0.0.1/pki/ocsp',
      ...(profile === 'tls' ? { hosts: ['localhost', '127.0.0.1'] } : {}),
    },
    issuer,
    digest,
  );
  return { scheme: pair.scheme, sign: pair.sign, certificate };
}

export function pem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
