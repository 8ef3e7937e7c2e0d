import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWTPayload } from 'jose';
import type { Context } from '../../platform/context/index.ts';
import { isFresh } from './model.ts';
import { WalletRefusal } from './refusal.ts';
import { hashOf } from './secrets.ts';
import { takeNonce } from './store.ts';

/** A key of a wallet (P-256). */
export interface HolderKey {
  jwk: { kty: string; crv: string; x: string; y: string };
  /** RFC 7638, SHA-256. */
  thumbprint: string;
}

const longestProof = 4096;

/**
 * The keys that a credential request proves to hold (OpenID4VCI 1.0 appendix F.1), each once, by proofs over one nonce,
 * which is used up by it. Errors: `invalid_proof`, `invalid_nonce`.
 */
export async function provenKeys(
  ctx: Context,
  origin: string,
  proofs: readonly string[],
): Promise<HolderKey[]> {
  const proven = await Promise.all(proofs.map((text) => verifyProof(ctx, origin, text)));
  const [first] = proven;
  if (!first || proven.some(({ nonce }) => nonce !== first.nonce))
    throw new WalletRefusal('invalid_nonce', 'all proofs carry one and the same nonce');
  if (new Set(proven.map(({ key }) => key.thumbprint)).size !== proven.length)
    throw new WalletRefusal('invalid_proof', 'a key is proven twice');
  if (!(await takeNonce(ctx, hashOf(first.nonce))))
    throw new WalletRefusal('invalid_nonce', 'the nonce was not given out, was used, or is too old');
  return proven.map(({ key }) => key);
}

async function verifyProof(ctx: Context, origin: string, text: string) {
  const { key, payload } = await verifySelfSigned(ctx, text, 'openid4vci-proof+jwt').catch(
    (error: unknown) => {
      throw refused('invalid_proof', error);
    },
  );
  const { aud, nonce, iat } = payload;
  if (aud !== origin) throw new WalletRefusal('invalid_proof', `aud is not ${origin}`);
  if (!isFresh(ctx, iat)) throw new WalletRefusal('invalid_proof', 'iat is not about now');
  if (typeof nonce !== 'string') throw new WalletRefusal('invalid_nonce', 'the proof has no nonce');
  return { key, nonce };
}

/**
 * The key by which a wallet binds its token (DPoP, RFC 9449) in a request to an address; with the token where it uses
 * one. Errors: `invalid_dpop_proof`.
 */
export async function dpopKey(ctx: Context, text: string, url: string, token?: string): Promise<string> {
  const { key, payload } = await verifySelfSigned(ctx, text, 'dpop+jwt').catch((error: unknown) => {
    throw refused('invalid_dpop_proof', error);
  });
  const { htm, htu, iat, jti, ath } = payload;
  if (htm !== 'POST' || htu !== url)
    throw new WalletRefusal('invalid_dpop_proof', 'it is for another request');
  if (!isFresh(ctx, iat) || typeof jti !== 'string')
    throw new WalletRefusal('invalid_dpop_proof', 'it needs a jti, and iat about now');
  if (token !== undefined && ath !== hashOf(token).toString('base64url'))
    throw new WalletRefusal('invalid_dpop_proof', 'it is for another token');
  return key.thumbprint;
}

/** A JWT signed by the key in its own header. Errors: those of jose. */
async function verifySelfSigned(
  { now }: Context,
  text: string,
  typ: string,
): Promise<{ key: HolderKey; payload: JWTPayload }> {
  if (text.length > longestProof) throw new Error('too long');
  const { payload, protectedHeader } = await jwtVerify(text, EmbeddedJWK, {
    typ,
    algorithms: ['ES256'],
    currentDate: now,
  });
  const { kty, crv, x, y } = protectedHeader.jwk as HolderKey['jwk'];
  const jwk = { kty, crv, x, y };
  return { key: { jwk, thumbprint: await calculateJwkThumbprint(jwk, 'sha256') }, payload };
}

function refused(code: 'invalid_proof' | 'invalid_dpop_proof', error: unknown): WalletRefusal {
  return new WalletRefusal(code, error instanceof Error ? error.message : 'not to be read');
}
