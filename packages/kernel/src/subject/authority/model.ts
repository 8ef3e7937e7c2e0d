import type { Name, Profile, RevocationReason, Scheme } from '@quancheng/engines/pki';

export const schemes = ['SM2', 'ES256'] as const satisfies readonly Scheme[];

export const profiles = [
  'root',
  'intermediate',
  'maker',
  'seal',
  'signer',
  'timestamp',
  'ocsp',
  'tls',
  'person',
] as const satisfies readonly Profile[];

/** What others may have a certificate for; the rest are the platform's own. */
export type LeafProfile = Extract<Profile, 'maker' | 'seal' | 'signer' | 'tls'>;

/** Profiles that issue, and those that answer for who issues. */
export type AuthorityProfile = Extract<Profile, 'root' | 'intermediate'>;
export type ServiceProfile = Extract<Profile, 'timestamp' | 'ocsp'>;

export interface CertificateRow {
  id: string;
  profile: Profile;
  /** Of its key; where the holder has the key, of its issuer's. */
  scheme: Scheme;
  /** Which key of its kind, from 1; null for the certificates of others than the platform's own services. */
  generation: number | null;
  /** Unsigned, big-endian. */
  serial: Buffer;
  subject: Name;
  /** In custody; null, with its version, where the holder has the key. */
  keyId: string | null;
  keyVersion: number | null;
  /** Whom it names, for the profile `person` alone. */
  accountId: string | null;
  /** Null for a root. */
  issuerId: string | null;
  /** Null: of the platform itself. */
  agencyId: string | null;
  der: Buffer;
  validFrom: Date;
  validUntil: Date;
  revokedAt: Date | null;
  revokeReason: RevocationReason | null;
}

/** A certificate whose key is in custody. */
export interface CustodyRow extends CertificateRow {
  keyId: string;
  keyVersion: number;
}

export function isInCustody(row: CertificateRow): row is CustodyRow {
  return row.keyId !== null && row.keyVersion !== null;
}

export const dayMs = 86_400_000;

/** How a certificate stands at an instant: by itself, or by whoever stands above it. */
export type Standing = 'good' | 'revoked' | 'held' | 'outside-period';

/** How a certificate and those above it, from itself up to the root, stand together: the worst counts. */
export function standingOf(chain: readonly CertificateRow[], at: Date): Standing {
  const each = new Set(chain.map((row) => ownStanding(row, at)));
  return (['revoked', 'held', 'outside-period'] as const).find((state) => each.has(state)) ?? 'good';
}

function ownStanding({ revokedAt, revokeReason, validFrom, validUntil }: CertificateRow, at: Date): Standing {
  if (revokedAt !== null && revokedAt <= at) return revokeReason === 'certificateHold' ? 'held' : 'revoked';
  return validFrom <= at && at <= validUntil ? 'good' : 'outside-period';
}

/** Revoked, and not merely on hold. */
export function isEnded({ revokedAt, revokeReason }: CertificateRow): boolean {
  return revokedAt !== null && revokeReason !== 'certificateHold';
}

const roleNames = { root: 'root', intermediate: 'issuing', timestamp: 'tsa', ocsp: 'ocsp' } as const;

/** The name of one of the platform's own, as it stands in addresses: `issuing-sm2`, and `issuing-sm2-2` for its second key. */
export function nameOfOwn(
  profile: AuthorityProfile | ServiceProfile,
  scheme: Scheme,
  generation: number,
): string {
  return `${roleNames[profile]}-${scheme.toLowerCase()}${generation === 1 ? '' : `-${generation}`}`;
}

/** The authority that a name is of; undefined for what is no such name. */
export function authorityNamed(
  name: string,
): { profile: AuthorityProfile; scheme: Scheme; generation: number } | undefined {
  const [, role, scheme, generation = '1'] =
    /^(root|issuing)-(sm2|es256)(?:-([2-9]|[1-9]\d{1,3}))?$/.exec(name) ?? [];
  if (role === undefined) return undefined;
  return {
    profile: role === 'root' ? 'root' : 'intermediate',
    scheme: scheme === 'sm2' ? 'SM2' : 'ES256',
    generation: Number(generation),
  };
}
