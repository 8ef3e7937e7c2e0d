import { importJWK, createRemoteJWKSet, customFetch as joseFetch, jwtVerify, type JWK } from 'jose';
import * as oidc from 'openid-client';
import type { AssuranceLevel, UnitOfWork } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { upstreamErrors } from './upstream-errors.ts';
import { upstreamCredential, type Arrival, type Upstream } from './upstream-model.ts';
import { readCredential } from './upstream-store.ts';

/** What a browser takes along to another sign-in service, and what of it is kept here. */
interface Departure {
  url: URL;
  state: string;
  nonce: string;
  verifier: string;
}

/** The sign-in services of others as this process knows them. Errors of all: `upstream.unreachable`, `…distrusted`. */
export interface UpstreamClients {
  /** Whether it did not answer lately, so that nobody is sent there in vain. */
  isDown(id: string): boolean;
  depart(upstream: Upstream, options: { again: boolean }): Promise<Departure>;
  arrive(
    upstream: Upstream,
    query: string,
    kept: { state: string; nonce: string; verifier: string },
  ): Promise<Arrival>;
  /** Where one signs out there; null where it does not say. */
  signOutUrl(upstream: Upstream): Promise<URL | null>;
  /** Whose sign-out a logout token tells (OpenID Connect Back-Channel Logout 1.0 §2.6). */
  readLogout(upstream: Upstream, token: string): Promise<{ subject: string | null; sid: string | null }>;
}

interface Options {
  unit: UnitOfWork;
  origin: string;
}

interface Known {
  version: number;
  readAt: number;
  config: oidc.Configuration;
}

const answerMs = 4000;
const answerBytes = 512 * 1024;
/** So long what it says of itself is not asked for again. */
const knownMs = 10 * 60_000;
/** After so many failures in a row nobody waits for it any more, until some time has passed. */
const failuresUntilDown = 2;
const downMs = 30_000;
/** A token older than this was not made for this sign-in. */
const tokenSeconds = 300;
const skewSeconds = 30;

export function createUpstreamClients({ unit, origin }: Options): UpstreamClients {
  const known = new Map<string, Known>();
  const failures = new Map<string, { count: number; until: number }>();

  const isDown = (id: string): boolean => (failures.get(id)?.until ?? 0) > performance.now();

  /** Counts what the network did; a refusal is an answer. */
  async function asking<T>({ id }: Upstream, work: () => Promise<T>): Promise<T> {
    if (isDown(id)) throw upstreamErrors.unreachable();
    try {
      const value = await work();
      failures.delete(id);
      return value;
    } catch (error) {
      if (!isSilence(error)) throw error instanceof DomainError ? error : refusalOf(error);
      const count = (failures.get(id)?.count ?? 0) + 1;
      const until = count >= failuresUntilDown ? performance.now() + downMs : 0;
      failures.set(id, { count, until });
      known.delete(id);
      throw upstreamErrors.unreachable();
    }
  }

  async function configurationOf(upstream: Upstream): Promise<oidc.Configuration> {
    const { id, issuer, clientId, tokenAlgorithm, version } = upstream;
    const found = known.get(id);
    if (found?.version === version && performance.now() - found.readAt < knownMs) return found.config;
    const config = await oidc.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: tokenAlgorithm, [oidc.clockTolerance]: skewSeconds },
      await proofOf(upstream),
      {
        [oidc.customFetch]: boundedFetch as oidc.CustomFetch,
        timeout: answerMs / 1000,
        execute: [
          // The token comes straight from there, and is checked by its signature all the same.
          oidc.enableNonRepudiationChecks,
          ...(isLoopback(new URL(issuer)) ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
    expectEndpoints(config, new URL(issuer));
    known.set(id, { version, readAt: performance.now(), config });
    return config;
  }

  async function proofOf({ id, authMethod }: Upstream): Promise<oidc.ClientAuth> {
    const sealed = await readCredential(unit.db, id);
    if (!sealed) throw upstreamErrors.secret();
    const credential = await unit.columns.open(unit.db, upstreamCredential, id, sealed);
    if (authMethod === 'client_secret_basic') return oidc.ClientSecretBasic(credential);
    const jwk = JSON.parse(credential) as JWK;
    const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
    return oidc.PrivateKeyJwt({ key, kid: jwk.kid ?? '' });
  }

  return {
    isDown,

    depart: (upstream, { again }) =>
      asking(upstream, async () => {
        const config = await configurationOf(upstream);
        const verifier = oidc.randomPKCECodeVerifier();
        const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
        const acrs = upstream.levels.filter(({ level }) => level > 1).map(({ acr }) => acr);
        const parameters = {
          redirect_uri: callbackOf(origin, upstream.id),
          scope: ['openid', ...upstream.scopes].join(' '),
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(acrs.length > 0 ? { acr_values: acrs.join(' ') } : {}),
          ...(again ? { prompt: 'login' } : {}),
        };
        const takesPushed = config.serverMetadata().pushed_authorization_request_endpoint !== undefined;
        const url = takesPushed
          ? await oidc.buildAuthorizationUrlWithPAR(config, parameters)
          : oidc.buildAuthorizationUrl(config, parameters);
        return { url, state, nonce, verifier };
      }),

    arrive: (upstream, query, { state, nonce, verifier }) =>
      asking(upstream, async () => {
        const config = await configurationOf(upstream);
        const url = new URL(`${callbackOf(origin, upstream.id)}?${query}`);
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims || Date.now() / 1000 - claims.iat > tokenSeconds) throw upstreamErrors.distrusted();
        // Throws where another subject answers than the one that signed in.
        const more = config.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
          : {};
        return arrivalOf(upstream, claims, more);
      }),

    signOutUrl: (upstream) =>
      asking(upstream, async () => {
        const config = await configurationOf(upstream);
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${origin}/signout/done` });
      }),

    readLogout: (upstream, token) =>
      asking(upstream, async () => {
        const config = await configurationOf(upstream);
        const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''), {
          timeoutDuration: answerMs,
          [joseFetch]: boundedFetch,
        });
        const { payload } = await jwtVerify(token, keys, {
          issuer: upstream.issuer,
          audience: upstream.clientId,
          algorithms: [upstream.tokenAlgorithm],
          maxTokenAge: tokenSeconds,
          clockTolerance: skewSeconds,
          requiredClaims: ['iat', 'jti', 'events'],
        });
        const events = payload['events'] as Record<string, unknown> | null;
        const sid = textOf(payload['sid']);
        const subject = textOf(payload.sub);
        const isLogout = typeof events === 'object' && events !== null && logoutEvent in events;
        if (!isLogout || 'nonce' in payload || (sid === null && subject === null))
          throw upstreamErrors.distrusted();
        return { subject, sid };
      }),
  };
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** Each has an address of its own, so that the answer of one is not taken for another's. */
export function callbackOf(origin: string, id: string): string {
  return `${origin}/auth/upstream/${id}/callback`;
}

function arrivalOf(
  upstream: Upstream,
  claims: oidc.IDToken,
  more: Readonly<Record<string, unknown>>,
): Arrival {
  const told = (claim: string | null) =>
    claim === null ? null : (textOf(claims[claim]) ?? textOf(more[claim]));
  const now = Math.floor(Date.now() / 1000);
  const since = typeof claims.auth_time === 'number' ? Math.min(claims.auth_time, now) : now;
  return {
    upstreamId: upstream.id,
    subject: claims.sub,
    name: (told(upstream.nameClaim) ?? '').slice(0, 100),
    idNumber: told(upstream.numberClaim)?.toUpperCase() ?? null,
    level: levelOf(upstream, claims.acr),
    sid: textOf(claims['sid']),
    at: new Date(since * 1000),
  };
}

/** As much as was agreed with them, and no more; what they name otherwise is the lowest. */
function levelOf({ levels }: Upstream, acr: unknown): AssuranceLevel {
  return (levels.find((each) => each.acr === acr)?.level ?? 1) as AssuranceLevel;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && loopback.has(hostname);
}

/** What it says of itself leads nowhere without TLS: neither us nor the people we send there. */
function expectEndpoints(config: oidc.Configuration, issuer: URL): void {
  const said = config.serverMetadata();
  const needed = [said.authorization_endpoint, said.token_endpoint, said.jwks_uri];
  const others = [
    said.userinfo_endpoint,
    said.end_session_endpoint,
    said.pushed_authorization_request_endpoint,
  ].filter((uri) => uri !== undefined);
  for (const uri of [...needed, ...others]) {
    const url = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri) : undefined;
    const isSafe = url?.protocol === 'https:' || (url && isLoopback(url) && isLoopback(issuer));
    if (!isSafe || url.username !== '') throw upstreamErrors.unreachable();
  }
}

/** No answer, one that is too late or too long, or none that a sign-in service gives. */
function isSilence(error: unknown): boolean {
  if (error instanceof DomainError) return error.entry.code === 'upstream.unreachable';
  const { code, name, status } = error as { code?: string; name?: string; status?: number };
  return (
    (status !== undefined && status >= 500) ||
    name === 'TimeoutError' ||
    name === 'AbortError' ||
    (name === 'TypeError' && code === undefined) ||
    ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_PARSE_ERROR', 'OAUTH_RESPONSE_IS_NOT_JSON'].includes(
      code ?? '',
    ) ||
    ['OAUTH_RESPONSE_IS_NOT_CONFORM', 'ERR_JWKS_TIMEOUT'].includes(code ?? '')
  );
}

function refusalOf(error: unknown): Error {
  return error instanceof oidc.AuthorizationResponseError
    ? upstreamErrors.declined()
    : upstreamErrors.distrusted();
}

/** Reads an answer up to a bound in time and length, and follows no redirect. */
async function boundedFetch(url: string, options: object): Promise<Response> {
  const answer = await fetch(url, {
    ...options,
    redirect: 'manual',
    signal: AbortSignal.timeout(answerMs),
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += (part as Uint8Array).length;
    if (length > answerBytes) throw new DOMException('the answer is too long', 'AbortError');
    parts.push(part as Uint8Array);
  }
  const hasBody = answer.status >= 200 && ![204, 205, 304].includes(answer.status);
  const { status, headers } = answer;
  return new Response(hasBody ? Buffer.concat(parts) : null, { status, headers });
}
