import { randomBytes } from 'node:crypto';
import { childrenOf, readBits, readDer } from '@quancheng/engines/der';
import {
  issueCertificate,
  type CertifiedSigner,
  type Name,
  type NewCertificate,
  type Profile,
  type Scheme,
  type Signer,
} from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { documentDigest, type Algorithm } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Keys } from '../keys/index.ts';
import { authorityErrors } from './errors.ts';
import { dayMs, nameOfOwn, type AuthorityProfile, type CertificateRow, type CustodyRow } from './model.ts';
import { insertCertificate, insertList } from './store.ts';

/** Clocks of others may be slow by as much: a fresh certificate counts for them too. */
const backMs = 5 * 60_000;

const schemeOf: Readonly<Partial<Record<Algorithm, Scheme>>> = { SM2: 'SM2', 'P-256': 'ES256' };
export const algorithmOf = { SM2: 'SM2', ES256: 'P-256' } as const satisfies Record<Scheme, Algorithm>;

export interface Wanted {
  profile: Profile;
  subject: Name;
  keyId: string;
  agencyId: string | null;
  /** Null for a root, which signs itself. */
  issuer: CustodyRow | null;
  /** It never outlives its issuer. */
  days: number;
  generation: number | null;
  hosts?: readonly string[];
}

/** A certificate over a key that its holder has. */
export interface WantedHeld {
  /** SubjectPublicKeyInfo. */
  keyInfo: Uint8Array;
  /** By which it is signed. */
  scheme: Scheme;
  accountId: string;
  subject: Name;
  issuer: CustodyRow;
  days: number;
}

export interface Issuing {
  /** Signs by the key of a certificate, whatever became of the certificate. Errors: `authority.key-rotated`, those of the key. */
  signerFor(ctx: Context, row: CustodyRow): CertifiedSigner;
  /** Errors: `authority.key-algorithm`, `authority.key-rotated`, those of the keys. */
  issue(ctx: Context, wanted: Wanted): Promise<CustodyRow>;
  /** Errors: `authority.key-rotated`, those of the issuer's key. */
  issueHeld(ctx: Context, wanted: WantedHeld): Promise<CertificateRow>;
}

export function createIssuing({ keys, origin }: { keys: Keys; origin: string }): Issuing {
  function signerOfKey(ctx: Context, keyId: string, keyVersion: number, scheme: Scheme): Signer {
    return {
      scheme,
      sign: async (bytes) => {
        const { version, signature } = await keys.signWith(ctx, keyId, bytes, { format: 'der' });
        if (version !== keyVersion) throw authorityErrors.keyRotated();
        return signature;
      },
    };
  }

  function signerFor(ctx: Context, { keyId, keyVersion, scheme, der }: CustodyRow): CertifiedSigner {
    return { ...signerOfKey(ctx, keyId, keyVersion, scheme), certificate: der };
  }

  async function issue(ctx: Context, wanted: Wanted): Promise<CustodyRow> {
    const { profile, subject, keyId, agencyId, issuer, days, generation, hosts } = wanted;
    const { version, algorithm, publicKey } = await keys.publicKeyOf(ctx, keyId);
    const scheme = schemeOf[algorithm];
    if (scheme === undefined) throw authorityErrors.keyAlgorithm({ algorithm });
    const key = { scheme, point: pointOf(publicKey) };
    const signer = issuer ? signerFor(ctx, issuer) : signerOfKey(ctx, keyId, version, scheme);
    const signed = await sign(
      ctx,
      { profile, subject, key, ...(hosts ? { hosts } : {}) },
      { issuer, signer, days },
    );
    const owner = { keyId, keyVersion: version, accountId: null, agencyId };
    const row: CustodyRow = { ...signed, scheme, generation, ...owner };
    await insertCertificate(ctx, row);
    if (profile === 'root' || profile === 'intermediate') await insertList(ctx, row.id);
    record(ctx, row, { keyId, version });
    return row;
  }

  async function issueHeld(ctx: Context, wanted: WantedHeld): Promise<CertificateRow> {
    const { keyInfo, scheme, accountId, subject, issuer, days } = wanted;
    const signer = signerFor(ctx, issuer);
    const signed = await sign(
      ctx,
      { profile: 'person', subject, key: { keyInfo } },
      { issuer, signer, days },
    );
    const owner = { keyId: null, keyVersion: null, accountId, agencyId: null };
    const row: CertificateRow = { ...signed, scheme, generation: null, ...owner };
    await insertCertificate(ctx, row);
    record(ctx, row, { accountId });
    return row;
  }

  async function sign(
    ctx: Context,
    wanted: Pick<NewCertificate, 'profile' | 'subject' | 'key' | 'hosts'>,
    by: { issuer: CustodyRow | null; signer: Signer | CertifiedSigner; days: number },
  ) {
    const { issuer, signer, days } = by;
    const validFrom = wholeSecond(ctx.now.getTime() - backMs);
    const until = wholeSecond(ctx.now.getTime() + days * dayMs);
    const validUntil = issuer && issuer.validUntil < until ? issuer.validUntil : until;
    const serial = newSerial();
    const addresses = issuer ? addressesOf(issuer) : {};
    const period = { from: validFrom, until: validUntil };
    const der = await issueCertificate(
      { ...wanted, serial, ...period, ...addresses },
      signer,
      documentDigest,
    );
    return {
      id: newId(),
      profile: wanted.profile,
      serial,
      subject: wanted.subject,
      issuerId: issuer?.id ?? null,
      der: Buffer.from(der),
      validFrom,
      validUntil,
      revokedAt: null,
      revokeReason: null,
    };
  }

  /** Where strangers ask about what an issuer issued. */
  function addressesOf({ profile, scheme, generation }: CertificateRow) {
    const name = nameOfOwn(profile as AuthorityProfile, scheme, generation ?? 1);
    return { crlUrl: `${origin}/pki/${name}.crl`, ocspUrl: `${origin}/pki/ocsp` };
  }

  return { signerFor, issue, issueHeld };
}

function record(ctx: Context, { id, profile, scheme }: CertificateRow, detail: object): void {
  ctx.record({
    action: 'certificate.issue',
    entity: 'certificate',
    entityId: id,
    detail: { profile, scheme, ...detail },
  });
}

/** Certificates know no less than a second. */
export function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

/** 126 random bits in 16 octets; the first bits make it positive, and as long as it looks. */
export function newSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

/** The point of SubjectPublicKeyInfo: 65 octets. */
function pointOf(publicKey: Buffer): Uint8Array {
  return readBits(childrenOf(readDer(publicKey))[1]);
}
