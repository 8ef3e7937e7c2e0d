import type { CertifiedSigner, Name, RevocationReason, Scheme } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { keyErrors, type Keys } from '../keys/index.ts';
import { authorityErrors } from './errors.ts';
import { createIssuing, type Issuing } from './issue.ts';
import { standingOf, type CustodyRow, type LeafProfile } from './model.ts';
import { createOcsp } from './ocsp.ts';
import { createCertifyPerson, type CertifyPerson, type PersonPorts } from './person.ts';
import { createPrepare } from './prepare.ts';
import { createRevocations } from './revocation.ts';
import { createStamps } from './stamps.ts';
import { createStandings, type Judgement } from './standing.ts';
import { findChain, findKeyFacts, findNewest } from './store.ts';

const usualDays = 1095;

export interface NewLeaf {
  /** In custody, for signing, SM2 or P-256. */
  keyId: string;
  profile: LeafProfile;
  subject: Name;
  /** That of the key unless said; null: of the platform itself. */
  agencyId?: string | null;
  /** 1095 unless said, and never beyond its issuer's end. */
  days?: number;
  /** Names and IPv4 addresses of a TLS server. */
  hosts?: readonly string[];
}

/** The platform's own certificate authority: who it names, for how long, and how that ended. */
export interface Authority {
  /**
   * Makes what is missing of roots, intermediates, OCSP responders and time stampers, in both schemes, and what takes
   * the place of those that end soon. Servers that start at once wait for each other.
   */
  prepare(ctx: Context): Promise<void>;
  /**
   * A certificate for the current version of a key in custody, by the intermediate of its scheme. Whoever calls has
   * checked that the actor may. Errors: `platform.not-found`, `key.wrong-use`, `authority.key-algorithm`,
   * `authority.key-not-active`, `authority.other-owner`, `authority.hosts-needed`, `authority.not-ready`.
   */
  certify(ctx: Context, wanted: NewLeaf): Promise<CustodyRow>;
  /**
   * A certificate for signing in, over the key of a request (PKCS #10, DER) whose sender proves to have it, by the name
   * that the person library knows; the holder is told. Whoever calls has checked that the actor may. Errors:
   * `authority.request-unreadable`, `authority.request-key`, `authority.request-signature`, `authority.holder-unknown`,
   * `authority.not-ready`.
   */
  certifyPerson: CertifyPerson;
  /**
   * Counts no more from now on; `certificateHold` can be lifted by `release`. `ground` is kept in the words of who did
   * it. Errors: `platform.not-found`, `authority.revoked-already`, `authority.held-already`, `authority.root-stays`.
   */
  revoke(ctx: Context, certificateId: string, reason: RevocationReason, ground?: string): Promise<void>;
  /** Errors: `platform.not-found`, `authority.not-held`. */
  release(ctx: Context, certificateId: string): Promise<void>;
  /**
   * A signer by the key of a certificate. Errors: `platform.not-found`, `authority.revoked`, `authority.held`,
   * `authority.outside-period`, `authority.key-rotated`, `authority.not-for-signing`; `sign` those of the key.
   */
  signerOf(ctx: Context, certificateId: string): Promise<CertifiedSigner>;
  /** From the issuer up to the root, DER, for embedding in CMS. Errors: `platform.not-found`. */
  chainOf(ctx: Context, certificateId: string): Promise<Buffer[]>;
  /** A token (RFC 3161, DER) over a digest of 32 octets: SM3 for SM2, SHA-256 for ES256. Errors: `authority.not-ready`. */
  stamp(ctx: Context, digest: { scheme: Scheme; hash: Uint8Array }): Promise<Uint8Array>;
  /**
   * Whether this platform issued a certificate (DER), and how it and those above it stood at an instant. Trust in the
   * issuer is a check of its own, beside that of the signature.
   */
  judge(ctx: Context, certificate: Uint8Array, at: Date): Promise<Judgement>;
  /** A root or intermediate by its name in addresses. Errors: `platform.not-found`. */
  getAuthority(ctx: Context, name: string): Promise<CustodyRow>;
  /** The list of revoked certificates (RFC 5280, DER) of a root or intermediate by its name. Errors: `platform.not-found`. */
  listOf(ctx: Context, name: string): Promise<Buffer>;
  /** OCSPResponse for OCSPRequest, DER. Errors: `authority.not-ready`, those of the responder's certificate and key. */
  answerOcsp(ctx: Context, request: Uint8Array): Promise<Uint8Array>;
  /** TimeStampResp for TimeStampReq, DER. Errors: `authority.not-ready`, those of the stamper's certificate and key. */
  answerStamp(ctx: Context, request: Uint8Array): Promise<Uint8Array>;
}

interface Deps extends PersonPorts {
  keys: Keys;
  /** Where strangers reach the platform; it stands in every certificate. */
  origin: string;
  /** What the names of the platform's own certificates begin with. */
  organisation: Omit<Name, 'common'>;
}

export function createAuthority({ keys, origin, organisation, findPerson }: Deps): Authority {
  const issuing = createIssuing({ keys, origin });
  const { readyOf, ...standings } = createStandings({ keys, issuing });
  return {
    prepare: createPrepare({ keys, issuing, organisation }),
    certify: (ctx, wanted) => certify(ctx, issuing, wanted),
    certifyPerson: createCertifyPerson({ issuing, getIssuer, findPerson }),
    ...createRevocations(issuing),
    ...standings,
    ...createStamps({ readyOf }),
    answerOcsp: createOcsp({ readyOf, signerFor: issuing.signerFor }),
  };
}

async function certify(ctx: Context, issuing: Issuing, wanted: NewLeaf): Promise<CustodyRow> {
  const { keyId, profile, subject, days = usualDays, hosts = [] } = wanted;
  const { algorithm, agencyId: owner } = await getSigningKey(ctx, keyId);
  const agencyId = wanted.agencyId === undefined ? owner : wanted.agencyId;
  if (owner !== null && owner !== agencyId) throw authorityErrors.otherOwner();
  if (profile === 'tls' && hosts.length === 0) throw authorityErrors.hostsNeeded();
  if (algorithm !== 'SM2' && algorithm !== 'P-256') throw authorityErrors.keyAlgorithm({ algorithm });
  const issuer = await getIssuer(ctx, algorithm === 'SM2' ? 'SM2' : 'ES256');
  return issuing.issue(ctx, {
    profile,
    subject,
    keyId,
    agencyId,
    issuer,
    days,
    generation: null,
    ...(profile === 'tls' ? { hosts } : {}),
  });
}

async function getSigningKey(ctx: Context, keyId: string) {
  const key = await findKeyFacts(ctx, keyId);
  if (!key) throw platformErrors.notFound();
  if (key.use !== 'sign') throw keyErrors.wrongUse({ use: key.use });
  if (key.state !== 'active') throw authorityErrors.keyNotActive();
  return key;
}

/** The intermediate that issues now. */
async function getIssuer(ctx: Context, scheme: Scheme): Promise<CustodyRow> {
  const issuer = await findNewest(ctx, 'intermediate', scheme);
  if (!issuer || standingOf(await findChain(ctx, issuer.id), ctx.now) !== 'good')
    throw authorityErrors.notReady();
  return issuer;
}
