import { randomInt } from 'node:crypto';
import { dateOf } from '../../platform/clock/index.ts';
import { sameBytes } from '../../platform/crypto/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { walletErrors } from './errors.ts';
import { findLicence, holdersOf, licenceErrors, stateOn, type LicenceRow } from '../licences/index.ts';
import {
  minutesAfter,
  mostFailures,
  offerMinutes,
  preAuthorizedGrant,
  tokenMinutes,
  type WalletDeps,
} from './model.ts';
import { dpopKey } from './proofs.ts';
import { WalletRefusal } from './refusal.ts';
import { hashOf, newSecret } from './secrets.ts';
import { countFailure, holdOfferByCode, insertOffer, saveToken } from './store.ts';

const digits = 6;

/** Offers a licence of the caller, or of whom the caller acts for, to a wallet. Errors: `licence.not-found`, `wallet.not-valid`. */
export async function makeOffer(ctx: Context, { origin }: WalletDeps, licenceId: string) {
  const { actor } = ctx;
  if (actor.kind !== 'account') throw platformErrors.forbidden();
  const licence = await findLicence(ctx, licenceId);
  if (!licence || !(await holdersOf(ctx)).includes(licence.holderId)) throw licenceErrors.notFound();
  if (!isIssuable(ctx, licence)) throw walletErrors.notValid();
  const id = newId();
  const code = newSecret();
  const txCode = String(randomInt(10 ** digits)).padStart(digits, '0');
  const expiresAt = minutesAfter(ctx.now, offerMinutes);
  await insertOffer(ctx, {
    id,
    licenceId,
    accountId: actor.accountId,
    codeHash: hashOf(code),
    txCodeHash: hashOf(id, txCode),
    expiresAt,
  });
  ctx.record({ action: 'wallet.offer', entity: 'licence', entityId: licenceId, detail: { offer: id } });
  const offer = {
    credential_issuer: origin,
    credential_configuration_ids: [licence.typeCode],
    grants: {
      [preAuthorizedGrant]: {
        'pre-authorized_code': code,
        tx_code: { input_mode: 'numeric', length: digits },
      },
    },
  };
  const uri = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`;
  return { id, uri, offer, txCode, expiresAt: expiresAt.toISOString() };
}

export function isIssuable(ctx: Context, licence: LicenceRow): boolean {
  return stateOn(licence, dateOf(ctx.now)) === 'valid';
}

export interface TokenRequest {
  body: Readonly<Record<string, unknown>>;
  /** The header of that name. */
  dpop: string | undefined;
}

/** Changes the code of an offer into a token, once (OpenID4VCI 1.0 section 6). Errors: `WalletRefusal`. */
export async function redeemOffer(ctx: Context, { origin }: WalletDeps, { body, dpop }: TokenRequest) {
  const { grant_type: grant, 'pre-authorized_code': code, tx_code: txCode } = body;
  if (grant !== preAuthorizedGrant)
    throw new WalletRefusal('unsupported_grant_type', `grant_type is not ${preAuthorizedGrant}`);
  if (typeof code !== 'string' || typeof txCode !== 'string')
    throw new WalletRefusal('invalid_request', 'pre-authorized_code and tx_code are needed');
  const key = dpop === undefined ? null : await dpopKey(ctx, dpop, `${origin}/oid4vci/token`);
  const offer = await holdOfferByCode(ctx, hashOf(code));
  const isOpen =
    offer && offer.redeemedAt === null && offer.expiresAt >= ctx.now && offer.failures < mostFailures;
  if (!isOpen) throw new WalletRefusal('invalid_grant', 'the code is unknown, used, or too old');
  if (!sameBytes(hashOf(offer.id, txCode), offer.txCodeHash)) {
    await countFailure(ctx, offer.id);
    throw new WalletRefusal('invalid_grant', 'another tx_code is right');
  }
  const token = newSecret();
  const expiresAt = minutesAfter(ctx.now, tokenMinutes);
  await saveToken(ctx, offer.id, { hash: hashOf(token), expiresAt, key });
  return {
    access_token: token,
    token_type: key === null ? 'Bearer' : 'DPoP',
    expires_in: tokenMinutes * 60,
  };
}
