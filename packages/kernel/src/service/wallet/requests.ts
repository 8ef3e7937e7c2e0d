import { exportJWK, generateKeyPair, compactDecrypt, importJWK, type JWK } from 'jose';
import type { Context } from '../../platform/context/index.ts';
import { sameBytes } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { claimsOf, getType, pathText, vctOf, type Claim } from './claims.ts';
import { walletErrors } from './errors.ts';
import { credentialFormat, minutesAfter, requestMinutes, secondsOf, type WalletDeps } from './model.ts';
import { PresentationRefused, verifyPresentation } from './presentation.ts';
import { WalletRefusal } from './refusal.ts';
import { findRequest, holdRequest, insertRequest, saveAnswer, type RequestRow } from './request-store.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { WalletSigner } from './signers.ts';

/** The credential of a DCQL query; there is one. */
const queryId = 'licence';
const contentEncryptions = ['A128GCM', 'A256GCM'];

export interface NewRequest {
  type: string;
  claims: readonly string[];
  purpose: string;
  answer: 'plain' | 'encrypted';
}

/** Asks wallets for some claims of a licence. Errors: `wallet.unknown-type`, `wallet.unknown-claim`. */
export async function makeRequest(ctx: Context, deps: WalletDeps, asked: NewRequest) {
  const type = await getType(ctx, asked.type);
  const claims = [...new Set(asked.claims)];
  const known = new Set(claimsOf(type).map(pathText));
  const unknown = claims.find((claim) => !known.has(claim));
  if (unknown !== undefined) throw walletErrors.unknownClaim({ claim: unknown });
  const id = newId();
  const secret = newSecret();
  const expiresAt = minutesAfter(ctx.now, requestMinutes);
  await insertRequest(ctx, {
    id,
    secretHash: hashOf(secret),
    typeCode: asked.type,
    claims,
    purpose: asked.purpose,
    nonce: newSecret(),
    responseState: newSecret(),
    answerKey: asked.answer === 'encrypted' ? await newAnswerKey(id) : null,
    expiresAt,
  });
  const { hash } = await deps.signers.signerOf(ctx, 'verifier');
  const requestUri = `${deps.origin}/verifier/request/${id}`;
  const query = new URLSearchParams({ client_id: clientIdOf({ hash }), request_uri: requestUri });
  return { id, secret, requestUri, uri: `openid4vp://?${query}`, expiresAt: expiresAt.toISOString() };
}

async function newAnswerKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  return { ...(await exportJWK(privateKey)), kid, use: 'enc', alg: 'ECDH-ES' };
}

/** By the digest of the certificate, which holds for any origin, `localhost` too. */
function clientIdOf({ hash }: Pick<WalletSigner, 'hash'>): string {
  return `x509_hash:${hash}`;
}

/** The request as a signed JWT (OpenID4VP 1.0, RFC 9101). Errors: `wallet.unknown-request`. */
export async function requestObject(ctx: Context, deps: WalletDeps, id: string): Promise<string> {
  const request = await findRequest(ctx, id);
  if (request?.state !== 'open' || request.expiresAt < ctx.now) throw walletErrors.unknownRequest();
  const signer = await deps.signers.signerOf(ctx, 'verifier');
  const { origin, name } = deps;
  const { answerKey, typeCode, claims, purpose, nonce, responseState, expiresAt } = request;
  return signer.signJwt(
    ctx,
    { typ: 'oauth-authz-req+jwt' },
    {
      iss: clientIdOf(signer),
      aud: 'https://self-issued.me/v2',
      iat: secondsOf(ctx.now),
      exp: secondsOf(expiresAt),
      client_id: clientIdOf(signer),
      response_type: 'vp_token',
      response_mode: answerKey === null ? 'direct_post' : 'direct_post.jwt',
      response_uri: `${origin}/verifier/response/${id}`,
      nonce,
      state: responseState,
      dcql_query: {
        credentials: [
          {
            id: queryId,
            format: credentialFormat,
            meta: { vct_values: [vctOf(origin, typeCode)] },
            claims: claims.map((claim) => ({ path: claim.split('.') })),
          },
        ],
      },
      client_metadata: {
        client_name: name.zh,
        'client_name#en': name.en,
        vp_formats_supported: {
          [credentialFormat]: { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
        },
        ...(answerKey === null
          ? {}
          : {
              jwks: { keys: [publicPart(answerKey)] },
              encrypted_response_enc_values_supported: contentEncryptions,
            }),
      },
      purpose,
    },
  );
}

function publicPart({ d: _private, ...key }: JWK): JWK {
  return key;
}

/**
 * Takes what a wallet answers (OpenID4VP 1.0 section 8.2). The first answer that names the request's state ends it,
 * whether it holds or not. Errors: `WalletRefusal`, those of reading the database.
 */
export async function takeAnswer(
  ctx: Context,
  deps: WalletDeps,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<object> {
  const request = await holdRequest(ctx, id);
  if (request?.state !== 'open' || request.expiresAt < ctx.now)
    throw new WalletRefusal('invalid_request', 'the request is unknown, answered, or too old');
  const { vp_token: token, state, error } = await readAnswer(request, body);
  if (typeof state !== 'string' || !sameBytes(hashOf(state), hashOf(request.responseState)))
    throw new WalletRefusal('invalid_request', 'state is not that of the request');
  try {
    if (error !== undefined) throw new PresentationRefused('declined');
    const signer = await deps.signers.signerOf(ctx, 'verifier');
    const shown = await verifyPresentation(ctx, deps, {
      text: presentationOf(token),
      vct: vctOf(deps.origin, request.typeCode),
      claims: request.claims,
      audience: clientIdOf(signer),
      nonce: request.nonce,
    });
    await saveAnswer(ctx, id, { state: 'shown', shown, reason: null });
    return {};
  } catch (failure) {
    if (!(failure instanceof PresentationRefused)) throw failure;
    const { reason } = failure;
    await saveAnswer(ctx, id, { state: 'refused', shown: null, reason });
    if (reason === 'declined') return {};
    throw new WalletRefusal('invalid_request', failure.message);
  }
}

/** The parameters of an answer, out of their encryption where they were asked for so. */
async function readAnswer({ answerKey }: RequestRow, body: Readonly<Record<string, unknown>>) {
  if (body['error'] !== undefined || answerKey === null) return body;
  try {
    const { plaintext } = await compactDecrypt(
      String(body['response']),
      await importJWK(answerKey, 'ECDH-ES'),
      {
        keyManagementAlgorithms: ['ECDH-ES'],
        contentEncryptionAlgorithms: contentEncryptions,
      },
    );
    return objectOf(new TextDecoder().decode(plaintext));
  } catch {
    throw new WalletRefusal('invalid_request', 'response is not encrypted to the key of the request');
  }
}

/** The one presentation of a VP token, which is JSON in a form and an object in a JWE. */
function presentationOf(token: unknown): string {
  const tokens = typeof token === 'string' ? objectOf(token) : ((token ?? {}) as Record<string, unknown>);
  const list = tokens[queryId];
  const only: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  if (typeof only !== 'string') throw new PresentationRefused('malformed');
  return only;
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    throw new PresentationRefused('malformed');
  }
}

/** How a request stands, for who made it. Errors: `wallet.unknown-request`. */
export async function resultOf(ctx: Context, id: string, secret: string) {
  const request = await findRequest(ctx, id);
  const isAsker = request && sameBytes(hashOf(secret), request.secretHash);
  if (!isAsker || request.expiresAt < ctx.now) throw walletErrors.unknownRequest();
  const type = await getType(ctx, request.typeCode);
  const claims = new Map(claimsOf(type).map((claim) => [pathText(claim), claim]));
  return {
    id,
    state: request.state,
    type: type.code,
    typeName: type.name,
    purpose: request.purpose,
    reason: request.reason,
    claims: request.claims.flatMap((path) => lineOf(claims.get(path), path, request.shown)),
    answeredAt: request.answeredAt?.toISOString() ?? null,
    expiresAt: request.expiresAt.toISOString(),
  };
}

function lineOf(claim: Claim | undefined, path: string, shown: Record<string, unknown> | null) {
  if (shown === null || !Object.hasOwn(shown, path)) return [];
  return [{ path, label: claim?.label ?? { zh: path, en: path }, value: shown[path] }];
}
