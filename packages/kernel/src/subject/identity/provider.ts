import { Provider } from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { JWK } from 'jose';
import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { accountOf, acrOf } from '../accounts/index.ts';
import { findConsent, findOpenByClientId, touchConsent } from '../relying-parties/index.ts';
import { endByProvider, providerCookiesOf } from '../sessions/index.ts';
import { createAdapter } from './adapter.ts';
import { findClient } from './clients.ts';
import { createPairwise } from './pairwise.ts';
import { createPolicy } from './policy.ts';
import { pagesOfProvider } from './provider-pages.ts';

export const webClientId = 'quancheng-web';

/** The issuer's name, below which its discovery document stands. */
export function issuerOf(origin: string): string {
  return `${origin}/oidc`;
}

export interface IdentityOptions {
  unit: UnitOfWork;
  /** Of the installation. */
  origin: string;
  /** Origins from which the web itself may sign in. */
  origins: readonly string[];
  clientSecret: string;
  cookieKeys: readonly string[];
  /** Private signing keys; the first signs, all verify. */
  keys: readonly JWK[];
  trustProxy: boolean;
  /** Whether people may sign in with certificates. */
  offersCertificates: boolean;
}

export type IdentityProvider = Provider;

/** The OpenID provider of the installation (OpenID Connect Core 1.0, PKCE always). */
export function createIdentityProvider(options: IdentityOptions): IdentityProvider {
  const { unit } = options;
  const configuration: Configuration = {
    adapter: createAdapter(unit.db, (id) => findClient(unit.db, options.clientSecret, id)),
    clients: [
      {
        client_id: webClientId,
        client_secret: options.clientSecret,
        redirect_uris: options.origins.map((origin) => `${origin}/auth/callback`),
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [...options.keys] as never },
    // The sign-in page posts to another path than its own, and must bring the interaction's cookie along.
    cookies: {
      keys: [...options.cookieKeys],
      names: providerCookiesOf(options.origin),
      short: { path: '/', httpOnly: true, sameSite: 'lax', overwrite: true },
    },
    acrValues: [acrOf(1), acrOf(2), acrOf(3), ...(options.offersCertificates ? [acrOf(4)] : [])],
    // How surely, by what and since when are always told: a system that does not ask may still come to need it.
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name'] },
    scopes: ['openid', 'offline_access', 'profile'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
    pkce: { required: () => true },
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: createPairwise(unit),
    // Sectors are set when a system is registered; there is no list of addresses to be fetched.
    sectorIdentifierUriValidate: () => false,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, ...pagesOfProvider.logout },
      backchannelLogout: { enabled: true },
      deviceFlow: { enabled: true, ...pagesOfProvider.device },
      revocation: { enabled: true },
      introspection: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      claimsParameter: { enabled: true },
      userinfo: { enabled: true },
    },
    renderError: pagesOfProvider.error,
    interactions: {
      policy: createPolicy(unit, options),
      url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}`,
    },
    routes: { authorization: '/auth' },
    rotateRefreshToken: true,
    ttl: {
      Interaction: 1800,
      // As long as the browser's own session at most, which the policy holds it to.
      Session: 12 * 3600,
      Grant: 30 * 24 * 3600,
      RefreshToken: 14 * 24 * 3600,
      AccessToken: 3600,
      IdToken: 3600,
      AuthorizationCode: 60,
      DeviceCode: 600,
    },
    // Addresses of systems are registered by administrators; those of agencies often lie in private networks, which
    // the provider's own dispatcher would refuse.
    fetch: (url, { dispatcher: _dispatcher, ...init }: RequestInit & { dispatcher?: unknown } = {}) =>
      fetch(url, init),
    async findAccount(_ctx, sub) {
      const actor = await accountOf(unit.db, sub, unit.clock.now());
      if (actor?.kind !== 'account') return undefined;
      return { accountId: sub, claims: () => ({ sub, name: actor.name }) };
    },
    async loadExistingGrant(ctx) {
      const { client, session, provider, result } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const { accountId } = session;
      const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
      if (known !== undefined && client.clientId !== webClientId) return provider.Grant.find(known);
      // Our own web asks nobody whether it may know who signed in to it; others by what was agreed to before.
      const scopes =
        client.clientId === webClientId ? ['profile'] : await agreedScopes(accountId, client.clientId);
      if (scopes.length === 0) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope(['openid', ...scopes].join(' '));
      await grant.save();
      return grant;
    },
  };

  async function agreedScopes(accountId: string, clientId: string): Promise<string[]> {
    const party = await findOpenByClientId(unit.db, clientId);
    if (!party) return [];
    const scopes = await findConsent(unit.db, accountId, party.id);
    if (scopes.length > 0)
      await unit.run({ actor: system('a sign-in by an earlier consent') }, (ctx) =>
        touchConsent(ctx, accountId, party.id),
      );
    return scopes;
  }

  const provider = new Provider(issuerOf(options.origin), configuration);
  provider.proxy = options.trustProxy;
  // Signed out at a system of another, one is signed out here too, before that is answered.
  provider.use(async (ctx, next) => {
    await next();
    const oidc = ctx.oidc as KoaContextWithOIDC['oidc'] | undefined;
    const session = oidc?.session as { uid: string; destroyed?: boolean } | undefined;
    if (oidc?.route !== 'end_session_confirm' || !session?.destroyed) return;
    await unit.run({ actor: system('a person signed out at a system of another') }, (done) =>
      endByProvider(done, session.uid),
    );
  });
  return provider;
}
