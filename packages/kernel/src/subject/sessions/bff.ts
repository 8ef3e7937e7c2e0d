import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { postsOf, system, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { accountOf, acrOf } from '../accounts/index.ts';
import { flowCookieOf, providerCookiesOf, sessionCookieOf } from './cookie.ts';
import type { BrowserSignIn } from './sign-in.ts';
import { sameSecret, sameVeiled } from './secrets.ts';
import { endSession, findProviderUid, linkToProvider, replaceSession, type SessionRow } from './store.ts';

/** What the back-end-for-front-end needs to know of the identity provider in the same process. */
export interface BffOptions {
  unit: UnitOfWork;
  origin: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  jwks: JSONWebKeySet;
  browsers: BrowserSignIn;
  /** Where to go after a sign-out, when there is more to sign out of; home otherwise. */
  afterSignOut(session: SessionRow): Promise<string | undefined>;
}

interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  back: string;
}

/** That the person is as sure as a passkey, or a certificate, makes it (OpenID Connect Core 1.0 §5.5.1.1). */
const insisting = new Map<unknown, string>(
  ([3, 4] as const).map((level) => [
    String(level),
    JSON.stringify({ id_token: { acr: { essential: true, value: acrOf(level) } } }),
  ]),
);

/**
 * Signs browsers in by the authorisation code flow with PKCE against our own provider. The browser
 * gets one HttpOnly cookie; no token ever reaches it.
 */
export function registerSignIn(app: FastifyInstance, options: BffOptions): void {
  const { unit, origin, browsers } = options;
  const sessionCookie = sessionCookieOf(origin);
  const flowCookie = flowCookieOf(origin);
  const provider = providerCookiesOf(origin);
  const secure = origin.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;

  app.get('/auth/login', { schema: { hide: true } }, async (request, reply) => {
    const asked = request.query as Record<string, unknown>;
    const claims = insisting.get(asked['level']);
    const flow: Flow = {
      state: random(),
      nonce: random(),
      verifier: random(),
      back: safePath(asked['return']),
    };
    reply.setCookie(flowCookie, Buffer.from(JSON.stringify(flow)).toString('base64url'), {
      ...cookie,
      maxAge: 900,
    });
    const query = new URLSearchParams({
      client_id: options.clientId,
      response_type: 'code',
      redirect_uri: redirectUri(request),
      scope: 'openid profile',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...(claims === undefined ? {} : { claims }),
      ...(asked['again'] === undefined ? {} : { prompt: 'login' }),
    });
    return reply.redirect(`/oidc/auth?${query.toString()}`);
  });

  app.get('/auth/callback', { schema: { hide: true } }, async (request, reply) => {
    const query = request.query as Record<string, string | undefined>;
    const flow = readFlow(request.cookies[flowCookie]);
    reply.clearCookie(flowCookie, cookie);
    if (!flow || !query['code'] || !sameSecret(query['state'] ?? '', flow.state)) {
      return reply.redirect(`/auth/login?return=${encodeURIComponent(flow?.back ?? '/')}`);
    }
    const idToken = await exchange(app, options, request, query['code'], flow);
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(options.jwks), {
      issuer: options.issuer,
      audience: options.clientId,
    });
    const { nonce, sub: accountId, auth_time: since, amr } = payload;
    if (nonce !== flow.nonce || !accountId || typeof since !== 'number') throw platformErrors.notSignedIn();
    const evidence = { amr: Array.isArray(amr) ? amr.map(String) : [], at: new Date(since * 1000) };
    // Whoever used this browser before is signed out: what they left open must not live on.
    const former = await browsers.sessionOf(request);
    const opened = await unit.run({ actor: system('the session of a fresh sign-in') }, async (ctx) => {
      const uid = await findProviderUid(ctx, request.cookies[provider.session] ?? '');
      if (former) await replaceSession(ctx, former, uid);
      const fresh = await browsers.open(ctx, accountId, evidence, request);
      // From now on the provider's session counts as long as this one: an idle end ends both.
      if (uid !== null) await linkToProvider(ctx.tx, fresh.id, uid);
      return fresh;
    });
    browsers.keep(reply, opened);
    return reply.redirect(flow.back === '/' ? await firstPageOf(unit, accountId) : flow.back);
  });

  app.post('/auth/logout', { schema: { hide: true } }, async (request, reply) => {
    const session = await browsers.sessionOf(request);
    const after = session && (await options.afterSignOut(session));
    if (session) {
      const given = (request.body as Record<string, unknown> | null)?.['csrf'];
      if (typeof given !== 'string' || !sameVeiled(given, session.csrf)) throw platformErrors.csrf();
      // The provider's own session ends too, and the systems to which one signed in there are told.
      await unit.run({ actor: system('ending a session needs no right but its cookie') }, (ctx) =>
        endSession(ctx, session.id),
      );
    }
    for (const name of [provider.session, `${provider.session}.sig`]) reply.clearCookie(name, cookie);
    reply.clearCookie(sessionCookie, cookie);
    // What the browser kept of the pages goes with the session; cookies of preferences stay.
    reply.header('clear-site-data', '"cache"');
    return reply.redirect(after ?? '/', 303);
  });
}

/** Who came for no page in particular: staff to where they work, everyone else home. */
async function firstPageOf(unit: UnitOfWork, accountId: string): Promise<string> {
  const actor = await accountOf(unit.db, accountId, unit.clock.now());
  const posts = actor ? postsOf(actor) : [];
  if (posts.length === 0) return '/';
  return posts.every(({ role }) => role === 'admin') ? '/admin' : '/desk';
}

async function exchange(
  app: FastifyInstance,
  options: BffOptions,
  request: FastifyRequest,
  code: string,
  flow: Flow,
): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: {
      host: request.host,
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64')}`,
    },
    payload: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(request),
      code_verifier: flow.verifier,
    }).toString(),
  });
  const body = answer.json<{ id_token?: string }>();
  if (answer.statusCode !== 200 || !body.id_token) throw platformErrors.notSignedIn();
  return body.id_token;
}

/** Back to the host by which the browser came, so that localhost and 127.0.0.1 both keep their cookies. */
function redirectUri(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}/auth/callback`;
}

function readFlow(cookie: string | undefined): Flow | undefined {
  try {
    const text = Buffer.from(cookie ?? '', 'base64url').toString('utf8');
    const flow = JSON.parse(text) as Partial<Flow>;
    if (flow.state && flow.nonce && flow.verifier && flow.back)
      return { ...(flow as Flow), back: safePath(flow.back) };
  } catch {
    // no flow, or not one of ours
  }
  return undefined;
}

/** Only a path of our own; anything else would be an open redirect. */
function safePath(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(value) ? value : '/';
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
