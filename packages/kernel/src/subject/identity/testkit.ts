import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import * as oidc from 'openid-client';
import { createVisitor, type TestServer, type Visitor } from '@quancheng/testing';

export const back = 'https://water.example.org/callback';
export const afterSignOut = 'https://water.example.org/bye';

export interface Registered {
  id: string;
  clientId: string;
  clientSecret: string | null;
}

export interface StrangersClient extends Registered {
  config: oidc.Configuration;
  /** Private half of the key by which it proves itself. */
  key: CryptoKey;
  jwk: JWK;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Registers a system of an agency by the administrator's own route, and sets a stranger's client up for it. */
export async function register(
  server: TestServer,
  given: Record<string, unknown> = {},
): Promise<StrangersClient> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const method = (given['authMethod'] ?? 'private_key_jwt') as string;
  const admin = await server.as('admin');
  const answer = await admin.post<Registered>('/api/v1/admin/relying-parties', {
    agency: 'civil-affairs',
    name: { zh: '水务自助服务', en: 'Water self-service' },
    kind: 'web',
    authMethod: method,
    ...(method === 'private_key_jwt' ? { jwks: { keys: [jwk] } } : {}),
    redirectUris: [back],
    postLogoutRedirectUris: [afterSignOut],
    backchannelLogoutUri: null,
    scopes: ['profile', 'offline_access'],
    parRequired: false,
    dpopRequired: false,
    ...given,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  const { id, clientId, clientSecret } = answer.body;
  const proof =
    method === 'private_key_jwt'
      ? oidc.PrivateKeyJwt({ key: privateKey, kid: 'one' })
      : clientSecret === null
        ? oidc.None()
        : oidc.ClientSecretBasic(clientSecret);
  const config = await oidc.discovery(new URL(server.origin + '/oidc'), clientId, {}, proof, {
    execute: [oidc.allowInsecureRequests],
  });
  return { id, clientId, clientSecret, config, key: privateKey, jwk };
}

/** What a careful client sends and remembers. */
export async function begin(config: oidc.Configuration, given: Record<string, string> = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedNonce = oidc.randomNonce();
  const expectedState = oidc.randomState();
  const parameters = {
    redirect_uri: back,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: expectedNonce,
    state: expectedState,
    ...given,
  };
  const checks = { pkceCodeVerifier, expectedNonce, expectedState, idTokenExpected: true } as const;
  return { parameters, checks };
}

/** Goes on as a browser does until it is sent to another site, or stays on a page of ours. */
export async function travel(visitor: Visitor, from: URL | string, init?: RequestInit): Promise<URL> {
  let at = new URL(from, 'http://localhost');
  let answer = await visitor.fetch(at.pathname + at.search, init);
  for (let hop = 0; hop < 15 && answer.status >= 300 && answer.status < 400; hop += 1) {
    at = new URL(answer.headers.get('location') ?? '/', at);
    if (!['localhost', '127.0.0.1'].includes(at.hostname)) return at;
    answer = await visitor.fetch(at.pathname + at.search);
  }
  return at;
}

/** Signs in where the sign-in page is shown, and agrees where that is asked; answers where the browser ends. */
export async function signInAt(
  visitor: Visitor,
  url: URL,
  { account = 'elder-72', allow = 'yes' } = {},
): Promise<{ end: URL; pages: string[] }> {
  const pages: string[] = [];
  let at = await travel(visitor, url);
  const uid = () => at.searchParams.get('uid') ?? '';
  for (let step = 0; step < 4; step += 1) {
    if (at.pathname === '/signin') {
      pages.push('signin');
      const body = new URLSearchParams({ demo: '1', account }).toString();
      at = await travel(visitor, `/oidc/interaction/${uid()}/login`, { method: 'POST', headers: form, body });
    } else if (at.pathname === '/signin/consent') {
      pages.push('consent');
      const body = new URLSearchParams({ allow }).toString();
      at = await travel(visitor, `/oidc/interaction/${uid()}/consent`, {
        method: 'POST',
        headers: form,
        body,
      });
    } else break;
  }
  return { end: at, pages };
}

/** The whole way of a person to a system: answers its tokens and the pages on the way. */
export async function signInTo(
  server: TestServer,
  client: StrangersClient,
  options: { visitor?: Visitor; scope?: string; account?: string; dpop?: oidc.DPoPHandle } = {},
) {
  const { visitor = createVisitor(server), scope = 'openid profile', account = 'elder-72', dpop } = options;
  const asked = { scope, ...(scope.includes('offline_access') ? { prompt: 'consent' } : {}) };
  const { parameters, checks } = await begin(client.config, asked);
  const url = await oidc.buildAuthorizationUrlWithPAR(client.config, parameters);
  const { end, pages } = await signInAt(visitor, url, { account });
  const tokens = await oidc.authorizationCodeGrant(
    client.config,
    end,
    checks,
    undefined,
    dpop ? { DPoP: dpop } : {},
  );
  return { tokens, end, checks, pages, visitor };
}

export interface Listener {
  uri: string;
  heard: URLSearchParams[];
  stop(): Promise<void>;
}

/** A system that hears when someone signed out. */
export async function listen(): Promise<Listener> {
  const heard: URLSearchParams[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push(new URLSearchParams(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}/signed-out`,
    heard,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A browser that keeps the cookies of several sites apart, and goes where it is sent among them. */
export interface Traveller {
  at(server: Pick<TestServer, 'origin'>): Visitor;
  /** Goes on until a page is shown, or a site is reached that is none of these. */
  go(url: URL | string, init?: RequestInit): Promise<URL>;
  post(url: URL | string, fields?: Record<string, string>): Promise<URL>;
}

export function createTraveller(...servers: readonly Pick<TestServer, 'origin'>[]): Traveller {
  // A server may be called by another name of the machine: its port tells which it is.
  const sites = new Map(
    servers.map(({ origin }) => [new URL(origin).port, { origin, visitor: createVisitor({ origin }) }]),
  );
  const [home] = servers;

  async function go(from: URL | string, init?: RequestInit): Promise<URL> {
    let at = new URL(from, home?.origin);
    let next = init;
    for (let hop = 0; hop < 25; hop += 1) {
      const site = sites.get(at.port);
      if (!site) return at;
      at = new URL(at.pathname + at.search, site.origin);
      const answer = await site.visitor.fetch(at.pathname + at.search, next);
      if (answer.status < 300 || answer.status >= 400) return at;
      at = new URL(answer.headers.get('location') ?? '/', at);
      next = undefined;
    }
    throw new Error(`sent in circles at ${at.href}`);
  }

  return {
    at: (server) => {
      const site = sites.get(new URL(server.origin).port);
      if (!site) throw new Error(`${server.origin} is none of these`);
      return site.visitor;
    },
    go,
    post: (url, fields = {}) =>
      go(url, { method: 'POST', headers: form, body: new URLSearchParams(fields).toString() }),
  };
}

export const uidOf = (page: URL): string => page.searchParams.get('uid') ?? '';

/** What the administrator of the city fills in. */
export function upstreamOf(issuer: string, given: Record<string, unknown> = {}) {
  return {
    issuer,
    name: { zh: '省统一身份认证', en: 'Provincial sign-in' },
    clientId: 'not-yet-known',
    authMethod: 'private_key_jwt',
    tokenAlgorithm: 'RS256',
    scopes: ['profile'],
    levels: [{ acr: 'urn:quancheng:acr:l2', level: 2 }],
    nameClaim: 'name',
    numberClaim: null,
    makesAccounts: true,
    ...given,
  };
}

export interface RegisteredUpstream {
  id: string;
  callback: string;
  logout: string;
  publicKey: Record<string, unknown> | null;
  version: number;
}

export async function registerAt(
  server: TestServer,
  input: ReturnType<typeof upstreamOf>,
): Promise<RegisteredUpstream> {
  const admin = await server.as('admin');
  const made = await admin.post<{ id: string }>('/api/v1/admin/upstreams', input);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { body } = await admin.get<{ items: RegisteredUpstream[] }>('/api/v1/admin/upstreams');
  const found = body.items.find(({ id }) => id === made.body.id);
  if (!found) throw new Error('it is not listed');
  return found;
}

/** What a browser is signed in as. */
export async function sessionAt(traveller: Traveller, server: Pick<TestServer, 'origin'>) {
  const answer = await traveller.at(server).fetch('/api/v1/session');
  return (await answer.json()) as { signedIn: boolean; csrf: string; account?: { name: string } };
}

/** Presses sign-in and the button of the other service; answers the page at which the browser ends. */
export async function departFrom(traveller: Traveller, server: TestServer, id: string): Promise<URL> {
  const page = await traveller.go(`${server.origin}/auth/login`);
  return traveller.go(`${server.origin}/oidc/interaction/${uidOf(page)}/upstream/${id}`);
}
