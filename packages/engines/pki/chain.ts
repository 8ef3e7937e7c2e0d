import type { Signed, X509 } from './x509.ts';
import { sameOctets } from './x509.ts';

/**
 * Whether what is signed was signed by the key (SubjectPublicKeyInfo). False also for algorithms and keys that the caller
 * does not take, and for whatever is malformed; throws nothing.
 */
export type CheckSignature = (keyInfo: Uint8Array, signed: Signed) => boolean;

/** Why a certificate is not believed. `purpose`: it is for something else. */
export type ChainProblem = 'purpose' | 'not-yet-valid' | 'expired' | 'untrusted';

export type ChainFinding =
  | { /** From the certificate itself up to the root. */ readonly chain: readonly X509[] }
  | { readonly problem: ChainProblem };

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
export const usageBits = { digitalSignature: 0, certificateSign: 5, crlSign: 6 } as const;

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const anyUse = '2.5.29.37.0';

/** Authorities between a certificate and its root. */
const mostBetween = 4;
/** Strangers bring their own certificates along: each costs a check of a signature. */
const mostChecks = 32;

/** Whether a certificate names someone who may sign in with it now, by itself alone. */
export function problemOfPerson(certificate: X509, at: Date): ChainProblem | undefined {
  const { authority, keyUsage, extendedUses, unknownCritical } = certificate;
  if (authority !== undefined || unknownCritical.length > 0) return 'purpose';
  if (keyUsage !== undefined && !keyUsage.has(usageBits.digitalSignature)) return 'purpose';
  if (
    extendedUses !== undefined &&
    !extendedUses.some((use) => use === clientAuthentication || use === anyUse)
  )
    return 'purpose';
  return outsidePeriod(certificate, at);
}

/**
 * The way from a certificate of a person to a root (RFC 5280 §6.1, with one policy: any). Names must agree octet by
 * octet. Authorities with constraints on names or policies are not believed: nothing here would hold them to these.
 */
export function findTrust(
  certificate: X509,
  known: { roots: readonly X509[]; between: readonly X509[] },
  at: Date,
  check: CheckSignature,
): ChainFinding {
  const problem = problemOfPerson(certificate, at);
  if (problem !== undefined) return { problem };
  let checks = 0;
  const signs = (above: X509, below: X509): boolean => {
    checks += 1;
    return checks <= mostChecks && check(above.keyInfo, below);
  };

  /** What stands above the last of `way`, up to a root. */
  function climb(way: readonly X509[]): readonly X509[] | undefined {
    const below = way.at(-1) ?? certificate;
    // Those between; a name that issues for itself, as after a change of keys, does not count (§6.1.4 l).
    const depth = way.slice(1).filter(({ subject, issuer }) => !sameOctets(subject, issuer)).length;
    const fits = (above: X509) =>
      sameOctets(above.subject, below.issuer) && mayIssue(above, depth, at) && signs(above, below);
    const root = known.roots.find(fits);
    if (root) return [...way, root];
    if (way.length > mostBetween) return undefined;
    for (const above of known.between) {
      if (way.includes(above) || !fits(above)) continue;
      const found = climb([...way, above]);
      if (found) return found;
    }
    return undefined;
  }

  const chain = climb([certificate]);
  return chain ? { chain } : { problem: 'untrusted' };
}

function mayIssue(
  { authority, keyUsage, unknownCritical, from, until }: X509,
  depth: number,
  at: Date,
): boolean {
  if (authority === undefined || unknownCritical.length > 0) return false;
  if (keyUsage !== undefined && !keyUsage.has(usageBits.certificateSign)) return false;
  if (authority.pathLength !== undefined && authority.pathLength < depth) return false;
  return outsidePeriod({ from, until }, at) === undefined;
}

export function outsidePeriod(
  { from, until }: Pick<X509, 'from' | 'until'>,
  at: Date,
): 'not-yet-valid' | 'expired' | undefined {
  if (at < from) return 'not-yet-valid';
  return at > until ? 'expired' : undefined;
}
