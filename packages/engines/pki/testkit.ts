import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import {
  issueCertificate,
  oids,
  type CertifiedSigner,
  type CheckSignature,
  type Digest,
  type Profile,
  type Scheme,
  type Signer,
} from './index.ts';
import { bits, childrenOf, expectTag, integer, readDer, readInteger, sequence, tags } from '../der/index.ts';
import { publicKeyInfo, signatureAlgorithm } from './algorithms.ts';
import { constructed, nameOf } from './parts.ts';

const names = { SM3: 'sm3', 'SHA-256': 'sha256', 'SHA-1': 'sha1' } as const;

export const digest: Digest = (name, bytes) => createHash(names[name]).update(bytes).digest();

const hashes: Readonly<Record<string, string>> = {
  [oids.ecdsaSha256]: 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.113549.1.1.11': 'sha256',
};

/** Checks by Node and by a library of SM2; without SHA-1. */
export const check: CheckSignature = (keyInfo, { tbs, algorithm, signature }) => {
  try {
    if (algorithm.oid === oids.sm2Sm3) {
      const point = Buffer.from(keyInfo.subarray(-65)).toString('hex');
      const pair = childrenOf(expectTag(readDer(signature), tags.sequence)).map(readInteger);
      const raw = pair.map((value) => value.toString(16).padStart(64, '0')).join('');
      return pair.length === 2 && sm2.doVerifySignature(tbs, raw, point, { hash: true });
    }
    const hash = hashes[algorithm.oid];
    const key = createPublicKey({ key: Buffer.from(keyInfo), format: 'der', type: 'spki' });
    return hash !== undefined && verify(hash, tbs, key, signature);
  } catch {
    return false;
  }
};

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

/** A request (PKCS #10) for a certificate over a pair. */
export async function requestFor({ scheme, point, sign: signer }: Pair, common: string): Promise<Uint8Array> {
  const info = sequence(integer(0), nameOf({ common }), publicKeyInfo(scheme, point), constructed(0));
  return sequence(info, signatureAlgorithm(scheme), bits(await signer(info)));
}

export function pem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
