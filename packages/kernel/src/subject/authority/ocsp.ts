import {
  answerOcsp,
  isOfIssuer,
  PkiError,
  readOcspRequest,
  refuseOcsp,
  type CertifiedSigner,
  type OcspQuestion,
  type OcspRequest,
  type OcspStatus,
} from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { documentDigest } from '../../platform/crypto/index.ts';
import { authorityErrors } from './errors.ts';
import type { Issuing } from './issue.ts';
import type { CertificateRow, CustodyRow } from './model.ts';
import type { Standings } from './standing.ts';
import { findIssued, findNewest, listAuthorities } from './store.ts';

const lifeMs = 3_600_000;

/**
 * OCSPResponse for OCSPRequest (RFC 6960), both DER. An answer is signed for one issuer: that of the first question
 * about a certificate of ours; whatever else is asked beside is unknown. Errors: `authority.not-ready`, those of the
 * responder's key.
 */
export function createOcsp({
  readyOf,
  signerFor,
}: Pick<Standings, 'readyOf'> & Pick<Issuing, 'signerFor'>): (
  ctx: Context,
  bytes: Uint8Array,
) => Promise<Uint8Array> {
  async function responderOf(ctx: Context, issuer: CustodyRow | undefined): Promise<CertifiedSigner> {
    // A root answers itself for the few that it issued.
    if (issuer?.profile === 'root') return signerFor(ctx, issuer);
    const newest = await findNewest(ctx, 'ocsp', issuer?.scheme ?? 'ES256', issuer?.id);
    if (!newest) throw authorityErrors.notReady();
    const { signer } = await readyOf(ctx, newest.id);
    return signer;
  }

  return async (ctx, bytes) => {
    const request = findRequest(bytes);
    if (!request || request.questions.length === 0) return refuseOcsp('malformedRequest');
    const authorities = await listAuthorities(ctx);
    const isAbout = (question: OcspQuestion, { der }: CertificateRow) =>
      isOfIssuer(question, der, documentDigest);
    const issuer = authorities.find((row) => request.questions.some((question) => isAbout(question, row)));
    const asked = issuer ? request.questions.filter((question) => isAbout(question, issuer)) : [];
    const statuses = await statusesOf(ctx, issuer, asked);
    // An answer changes nothing, and strangers ask without end: the audit is not theirs to fill.
    const unrecorded: Context = { ...ctx, record: () => undefined };
    return answerOcsp(
      request,
      request.questions.map((question) => statuses.get(question) ?? { state: 'unknown' }),
      { at: ctx.now, next: new Date(ctx.now.getTime() + lifeMs) },
      await responderOf(unrecorded, issuer),
    );
  };
}

async function statusesOf(
  ctx: Context,
  issuer: CertificateRow | undefined,
  asked: readonly OcspQuestion[],
): Promise<Map<OcspQuestion, OcspStatus>> {
  if (!issuer) return new Map();
  const rows = await findIssued(
    ctx,
    issuer.id,
    asked.map(({ serial }) => serial),
  );
  const bySerial = new Map(rows.map((row) => [row.serial.toString('hex'), row]));
  return new Map(
    asked.map((question) => [question, statusOf(bySerial.get(Buffer.from(question.serial).toString('hex')))]),
  );
}

function statusOf(row: CertificateRow | undefined): OcspStatus {
  if (!row) return { state: 'unknown' };
  const { revokedAt: at, revokeReason: reason } = row;
  return at && reason ? { state: 'revoked', at, reason } : { state: 'good' };
}

function findRequest(bytes: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(bytes);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
