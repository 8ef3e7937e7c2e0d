import { compactVerify, importJWK, jwtVerify, type JWK } from 'jose';
import { readSdJwt, reveal, SdJwtError, sdHashOf, type SdJwt } from '@quancheng/engines/sdjwt';
import type { Context } from '../../platform/context/index.ts';
import { credentialFormat, isFresh, secondsOf, type WalletDeps } from './model.ts';
import { standingOf } from './status.ts';

/** Why a presentation does not count; the verifier's page has words for each. */
export const refusalReasons = {
  declined: 'The holder declined',
  malformed: 'It is not an SD-JWT with the proof of its holder’s key',
  issuer: 'It was not issued here, or the issuer’s certificate counts no more',
  type: 'It is another type of licence',
  expired: 'It has run out',
  binding: 'It was not shown by the holder’s key, for this request and now',
  invalid: 'The licence is not valid any more, or this copy of it was cut off',
  suspended: 'The licence is suspended',
  missing: 'It lacks something that was asked for',
} as const;
export type RefusalReason = keyof typeof refusalReasons;

export class PresentationRefused extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(refusalReasons[reason]);
    this.name = 'PresentationRefused';
    this.reason = reason;
  }
}

interface Expected {
  /** SD-JWT+KB in its compact form. */
  text: string;
  vct: string;
  /** Paths of the claims, with dots. */
  claims: readonly string[];
  /** Our client identifier. */
  audience: string;
  nonce: string;
}

/**
 * Checks a presentation whole: issuer by our own certificates, type, term, disclosures, the holder's key over this
 * request, how the licence stands now. Answers the values that were asked for by their paths, and no others. Errors:
 * `PresentationRefused`.
 */
export async function verifyPresentation(
  ctx: Context,
  deps: WalletDeps,
  { text, vct, claims, audience, nonce }: Expected,
): Promise<Record<string, unknown>> {
  const sdJwt = read(text);
  await checkIssuer(ctx, deps, sdJwt);
  const { payload } = sdJwt.issued;
  // What decides stands in what was signed: none of it can come by a disclosure.
  if (payload['vct'] !== vct) throw new PresentationRefused('type');
  checkTerm(ctx, payload);
  await checkBinding(ctx, sdJwt, { text, audience, nonce });
  const standing = await standingOf(ctx, deps, payload['status']);
  if (standing !== 'valid') throw new PresentationRefused(standing ?? 'invalid');
  const { claims: shown } = readingSdJwt(() => reveal(sdJwt));
  return Object.fromEntries(claims.map((path) => [path, valueAt(shown, path.split('.'))]));
}

function read(text: string): SdJwt {
  return readingSdJwt(() => readSdJwt(text));
}

function readingSdJwt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SdJwtError ? new PresentationRefused('malformed') : error;
  }
}

async function checkIssuer(ctx: Context, { signers, origin }: WalletDeps, { issued }: SdJwt): Promise<void> {
  const { typ, x5c } = issued.header;
  const key = typ === credentialFormat ? await signers.findIssuerKey(ctx, x5c) : undefined;
  if (!key || issued.payload['iss'] !== origin) throw new PresentationRefused('issuer');
  await orRefused('issuer', async () =>
    compactVerify(issued.text, await importJWK(key as JWK, 'ES256'), { algorithms: ['ES256'] }),
  );
}

function checkTerm({ now }: Context, { exp, nbf }: SdJwt['issued']['payload']): void {
  const second = secondsOf(now);
  const hasBegun = nbf === undefined || (typeof nbf === 'number' && nbf <= second);
  if (typeof exp !== 'number' || exp <= second || !hasBegun) throw new PresentationRefused('expired');
}

async function checkBinding(
  ctx: Context,
  { issued, keyBinding }: SdJwt,
  { text, audience, nonce }: Pick<Expected, 'text' | 'audience' | 'nonce'>,
): Promise<void> {
  if (!keyBinding) throw new PresentationRefused('malformed');
  const { jwk } = (issued.payload['cnf'] ?? {}) as { jwk?: JWK };
  if (!jwk) throw new PresentationRefused('binding');
  const { payload } = await orRefused('binding', async () =>
    jwtVerify(keyBinding.text, await importJWK(jwk, 'ES256'), {
      typ: 'kb+jwt',
      algorithms: ['ES256'],
      currentDate: ctx.now,
    }),
  );
  const { aud, iat, nonce: shownNonce, sd_hash: shownHash } = payload;
  const isForThis = aud === audience && shownNonce === nonce && shownHash === sdHashOf(text);
  if (!isForThis || !isFresh(ctx, iat)) throw new PresentationRefused('binding');
}

async function orRefused<T>(reason: RefusalReason, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new PresentationRefused(reason);
  }
}

function valueAt(claims: unknown, path: readonly string[]): unknown {
  const value = path.reduce<unknown>(
    (at, name) =>
      at !== null && typeof at === 'object' && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined,
    claims,
  );
  if (value === undefined) throw new PresentationRefused('missing');
  return value;
}
