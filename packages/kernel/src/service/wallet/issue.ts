import { randomBytes } from 'node:crypto';
import { conceal, writeSdJwt } from '@quancheng/engines/sdjwt';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { getAccount } from '../../subject/accounts/index.ts';
import { claimsOf, valuesOf, vctOf } from './claims.ts';
import { findLicence, typeOf, type LicenceRow } from '../licences/index.ts';
import { credentialFormat, endOf, mostCopies, secondsOf, type WalletDeps } from './model.ts';
import { isIssuable } from './offers.ts';
import { dpopKey, provenKeys, type HolderKey } from './proofs.ts';
import { WalletRefusal } from './refusal.ts';
import { hashOf } from './secrets.ts';
import type { WalletSigner } from './signers.ts';
import { listUriOf, placeCopy } from './status.ts';
import { holdOfferByToken, holdState, markIssued, type OfferRow } from './store.ts';
import { tenureOf, withinTenure } from './tenure.ts';

export interface CredentialRequest {
  body: Readonly<Record<string, unknown>>;
  /** Headers of these names. */
  authorization: string | undefined;
  dpop: string | undefined;
}

/**
 * Issues the licence of an offer, one copy for each key that is proven (OpenID4VCI 1.0 section 8); a token serves one
 * request that succeeds. Errors: `WalletRefusal`, those of the issuer's key.
 */
export async function issueCredentials(ctx: Context, deps: WalletDeps, request: CredentialRequest) {
  const offer = await getOffer(ctx, deps, request);
  const { licence, lastDay } = await getLicence(ctx, offer);
  checkConfiguration(request.body, licence.typeCode);
  const keys = await provenKeys(ctx, deps.origin, proofsOf(request.body));
  const type = await typeOf(ctx, licence);
  const signer = await deps.signers.signerOf(ctx, 'issuer');
  const expiresAt = withinTenure(endOf(licence, signer), lastDay);
  const credentials: { credential: string }[] = [];
  for (const key of keys)
    credentials.push({
      credential: await issueCopy(ctx, deps, { offer, licence, type, signer, key, expiresAt }),
    });
  await markIssued(ctx, offer.id);
  ctx.record({
    action: 'wallet.issue',
    entity: 'licence',
    entityId: licence.id,
    detail: { offer: offer.id, copies: keys.length },
  });
  return { credentials };
}

async function getOffer(ctx: Context, { origin }: WalletDeps, { authorization, dpop }: CredentialRequest) {
  const [, scheme, token] = /^(Bearer|DPoP) ([\w-]{1,200})$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined || token === undefined) throw new WalletRefusal('invalid_token', 'no token');
  const offer = await holdOfferByToken(ctx, hashOf(token));
  if (!offer || offer.tokenExpiresAt === null || offer.tokenExpiresAt < ctx.now || offer.issuedAt !== null)
    throw new WalletRefusal('invalid_token', 'the token is unknown, used, or too old');
  const isBound = offer.tokenKey !== null;
  if (isBound !== (scheme.toLowerCase() === 'dpop'))
    throw new WalletRefusal('invalid_token', `the token is of type ${isBound ? 'DPoP' : 'Bearer'}`);
  if (isBound) {
    const key = await dpopKey(ctx, dpop ?? '', `${origin}/oid4vci/credential`, token);
    if (key !== offer.tokenKey)
      throw new WalletRefusal('invalid_dpop_proof', 'the token is bound to another key');
  }
  return offer;
}

/** The licence of an offer, and the last day of the mandate by which someone else's wallet gets it, if it has one. */
async function getLicence(
  ctx: Context,
  { licenceId, accountId }: OfferRow,
): Promise<{ licence: LicenceRow; lastDay: string | null }> {
  const tenure = await tenureOf(ctx, (await getAccount(ctx.tx, accountId)).personId);
  await holdState(ctx, licenceId);
  const licence = await findLicence(ctx, licenceId);
  if (!licence || !isIssuable(ctx, licence))
    throw new WalletRefusal('credential_request_denied', 'the licence is not valid any more');
  const lastDay = tenure.get(licence.holderId);
  if (lastDay === undefined)
    throw new WalletRefusal('credential_request_denied', 'the mandate for its holder has ended');
  return { licence, lastDay };
}

function checkConfiguration(body: CredentialRequest['body'], offered: string): void {
  const { credential_configuration_id: id, credential_identifier: identifier } = body;
  if (identifier !== undefined)
    throw new WalletRefusal('unknown_credential_identifier', 'the token response named none');
  if (id !== offered)
    throw new WalletRefusal('unknown_credential_configuration', 'the offer was for another configuration');
}

function proofsOf({ proofs }: CredentialRequest['body']): string[] {
  const { jwt = [], ...others } = (proofs ?? {}) as { jwt?: unknown };
  const isList = Array.isArray(jwt) && jwt.length > 0 && jwt.every((proof) => typeof proof === 'string');
  if (!isList || Object.keys(others).length > 0)
    throw new WalletRefusal('invalid_proof', 'proofs holds an array jwt and nothing else');
  if (jwt.length > mostCopies)
    throw new WalletRefusal('invalid_proof', `at most ${mostCopies} proofs at once`);
  return jwt;
}

interface Copy {
  offer: OfferRow;
  licence: LicenceRow;
  type: LicenceTypeSource;
  signer: WalletSigner;
  key: HolderKey;
  expiresAt: Date;
}

/** One SD-JWT VC; where nothing is told apart, neither are the copies by what they say. */
async function issueCopy(
  ctx: Context,
  { origin }: WalletDeps,
  { offer, licence, type, signer, key, expiresAt }: Copy,
): Promise<string> {
  const { listId, place } = await placeCopy(ctx, {
    id: newId(),
    offerId: offer.id,
    licenceId: licence.id,
    thumbprint: key.thumbprint,
    expiresAt,
  });
  const values = valuesOf(licence, type);
  const own = conceal(values.own, claimsOf(type).length - type.fields.length, randomBytes);
  const fields = conceal(values.fields, type.fields.length, randomBytes);
  const issued = await signer.signJwt(
    ctx,
    { typ: credentialFormat },
    {
      iss: origin,
      iat: secondsOf(ctx.now),
      exp: secondsOf(expiresAt),
      vct: vctOf(origin, licence.typeCode),
      cnf: { jwk: key.jwk },
      status: { status_list: { idx: place, uri: listUriOf(origin, listId) } },
      _sd_alg: 'sha-256',
      _sd: own.digests,
      fields: { _sd: fields.digests },
    },
  );
  return writeSdJwt(issued, [...own.disclosures, ...fields.disclosures]);
}
