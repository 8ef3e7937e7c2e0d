import {
  findTrust,
  PkiError,
  problemOfPerson,
  readX509,
  type ChainProblem,
  type X509,
} from '@quancheng/engines/pki';
import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { checkSignature, isStrongKey } from '../../platform/crypto/index.ts';
import type { DomainError } from '../../platform/errors/index.ts';
import type { Authority } from '../authority/index.ts';
import { certificateErrors } from './errors.ts';
import type { Shown } from './model.ts';
import type { AskRevocation } from './revocation.ts';
import type { Roots } from './roots.ts';

/**
 * A certificate that counts now, or why it does not; `why` is for the audit and names no person. `issuedTo`: the account
 * that one of ours is for.
 */
export type Judged = { certificate: X509; issuedTo: string | null } | { refusal: DomainError; why: string };

/** Judges what a browser showed, at an instant. */
export type Judge = (shown: Shown, at: Date) => Promise<Judged>;

interface Deps {
  unit: UnitOfWork;
  authority: Pick<Authority, 'judge'>;
  roots: Roots;
  askRevocation: AskRevocation;
}

const problems: Readonly<Record<ChainProblem, () => DomainError>> = {
  purpose: certificateErrors.purpose,
  'not-yet-valid': certificateErrors.notYetValid,
  expired: certificateErrors.expired,
  untrusted: certificateErrors.untrusted,
};

const refuse = (problem: ChainProblem): Judged => ({ refusal: problems[problem](), why: problem });

/**
 * A certificate of ours counts as the tables of the authority say; one of others by its chain to a trusted root and by
 * what each authority in it says of those below. Nothing is asked of anyone before the chain holds.
 */
export function createJudge({ unit, authority, roots, askRevocation }: Deps): Judge {
  async function judgeOwn(certificate: X509, at: Date): Promise<Judged | undefined> {
    const judged = await unit.run(
      { actor: system('a certificate is looked up in the own authority') },
      (ctx) => authority.judge(ctx, certificate.der, at),
    );
    if (!judged.known) return undefined;
    const { profile, accountId } = judged.certificate;
    // Seals, signers and servers have certificates too; those sign nobody in.
    if (profile !== 'person') return refuse('purpose');
    if (judged.state === 'good') return { certificate, issuedTo: accountId };
    if (judged.state === 'outside-period') return refuse('expired');
    return { refusal: certificateErrors.revoked(), why: judged.state };
  }

  async function judgeForeign(certificate: X509, chain: readonly X509[], at: Date): Promise<Judged> {
    const known = { roots: roots.roots, between: [...roots.between, ...chain] };
    const found = findTrust(certificate, known, at, checkSignature);
    if ('problem' in found) return refuse(found.problem);
    const pairs = found.chain.slice(0, -1).map((one, index) => ({
      certificate: one,
      issuer: found.chain[index + 1] ?? one,
    }));
    const answers = await Promise.all(pairs.map((pair) => askRevocation(pair, at)));
    if (answers.some(({ state }) => state === 'revoked'))
      return { refusal: certificateErrors.revoked(), why: 'revoked' };
    if (answers.some(({ state }) => state === 'unknown'))
      return { refusal: certificateErrors.unknownToIssuer(), why: 'unknown-to-issuer' };
    const silent = answers.find((answer) => answer.state === 'silent');
    return silent
      ? { refusal: certificateErrors.uncheckable(), why: silent.why }
      : { certificate, issuedTo: null };
  }

  return async (shown, at) => {
    const read = readShown(shown);
    if (!read) return { refusal: certificateErrors.unreadable(), why: 'unreadable' };
    const { certificate, chain } = read;
    const problem = problemOfPerson(certificate, at);
    if (problem !== undefined) return refuse(problem);
    if (!isStrongKey(certificate.keyInfo)) return refuse('purpose');
    return (await judgeOwn(certificate, at)) ?? judgeForeign(certificate, chain, at);
  };
}

function readShown({ certificate, chain }: Shown): { certificate: X509; chain: X509[] } | undefined {
  try {
    return { certificate: readX509(certificate), chain: chain.map(readX509) };
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
