import {
  examineRequest,
  type CertificationRequest,
  type RequestProblem,
  type Scheme,
} from '@quancheng/engines/pki';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { checkSignature } from '../../platform/crypto/index.ts';
import type { DomainError } from '../../platform/errors/index.ts';
import { accountsOfPeople, findAccountByLogin, tellAccount } from '../accounts/index.ts';
import { authorityErrors } from './errors.ts';
import type { Issuing } from './issue.ts';
import type { CertificateRow, CustodyRow } from './model.ts';

/** Two years at most: whoever leaves or changes their name is not vouched for any longer. */
const personDays = 730;

/** Whom a certificate is for: by the name of the account, or by number and name of the person. */
export type Holder = { login: string } | { idNumber: string; name: string };

export interface PersonPorts {
  /**
   * A living person by the id or, where both agree, by number and name; leaves an access record under the purpose of
   * the context.
   */
  findPerson(
    ctx: Context,
    who: { id: string } | { idNumber: string; name: string },
  ): Promise<{ id: string; name: string } | undefined>;
}

interface Deps extends PersonPorts {
  issuing: Issuing;
  getIssuer(ctx: Context, scheme: Scheme): Promise<CustodyRow>;
}

const refusals: Readonly<Record<RequestProblem, () => DomainError>> = {
  unreadable: authorityErrors.requestUnreadable,
  key: authorityErrors.requestKey,
  signature: authorityErrors.requestSignature,
};

export type CertifyPerson = (ctx: Context, holder: Holder, request: Uint8Array) => Promise<CertificateRow>;

/**
 * Certifies keys that people hold themselves. Of a request the key alone counts: who its holder is, says the person
 * library.
 */
export function createCertifyPerson({ issuing, getIssuer, findPerson }: Deps): CertifyPerson {
  return async (ctx, holder, request) => {
    const { keyInfo, keyKind } = readRequest(request);
    const looking: Context = { ...ctx, purpose: 'certificate-issue' };
    const { accountId, name } = await getHolder(looking, holder, findPerson);
    const scheme = keyKind === 'SM2' ? 'SM2' : 'ES256';
    const issuer = await getIssuer(ctx, scheme);
    const row = await issuing.issueHeld(ctx, {
      keyInfo,
      scheme,
      accountId,
      // Namesakes are told apart by their account; the number of the person stands in no certificate.
      subject: { country: 'CN', number: accountId, common: name },
      issuer,
      days: personDays,
    });
    await tellAccount(ctx, accountId, 'certificateIssued', { until: dateOf(row.validUntil) });
    return row;
  };
}

function readRequest(request: Uint8Array): CertificationRequest {
  const found = examineRequest(request, checkSignature);
  if ('problem' in found) throw refusals[found.problem]();
  return found.request;
}

/** An open account and the name of whom it is. One answer for all that does not fit: nobody tries numbers here. */
async function getHolder(
  ctx: Context,
  holder: Holder,
  findPerson: PersonPorts['findPerson'],
): Promise<{ accountId: string; name: string }> {
  if ('login' in holder) {
    const account = await findAccountByLogin(ctx.tx, holder.login.trim());
    if (!account || account.disabledAt !== null) throw authorityErrors.holderUnknown();
    // Who only works here is known by the name that an administrator gave.
    if (account.personId === null) return { accountId: account.id, name: account.name };
    const person = await findPerson(ctx, { id: account.personId });
    if (!person) throw authorityErrors.holderUnknown();
    return { accountId: account.id, name: person.name };
  }
  const papers = { idNumber: holder.idNumber.trim().toUpperCase(), name: holder.name.trim() };
  const person = await findPerson(ctx, papers);
  const [accountId] = person ? await accountsOfPeople(ctx, [person.id]) : [];
  if (!person || accountId === undefined) throw authorityErrors.holderUnknown();
  return { accountId, name: person.name };
}
