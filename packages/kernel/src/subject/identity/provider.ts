import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import type { JWK } from 'jose';
import type { UnitOfWork } from '../../platform/context/index.ts';
import { accountOf } from '../accounts/index.ts';
import { providerCookiesOf } from '../sessions/index.ts';
import { createAdapter } from './adapter.ts';

export const webClientId = 'quancheng-web';

export interface IdentityOptions {
  unit: UnitOfWork;
  issuer: string;
  /** Origins from which the web itself may sign in. */
  origins: readonly string[];
  clientSecret: string;
  cookieKeys: readonly string[];
  /** Private signing keys; the first signs, all verify. */
  keys: readonly JWK[];
  trustProxy: boolean;
}

export type IdentityProvider = Provider;

/** The OpenID provider of the installation (OpenID Connect Core 1.0, PKCE always). */
export function createIdentityProvider(options: IdentityOptions): IdentityProvider {
  const { unit } = options;
  const configuration: Configuration = {
    adapter: createAdapter(unit.db),
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
      names: providerCookiesOf(options.issuer),
      short: { path: '/', httpOnly: true, sameSite: 'lax', overwrite: true },
    },
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_ctx, interaction) => `/signin?uid=${interaction.uid}` },
    routes: { authorization: '/auth' },
    ttl: {
      Interaction: 1800,
      // The sessions that people have are those of the web (`sessions/`); the provider's lasts for one sign-in.
      Session: 1800,
      Grant: 12 * 3600,
      AccessToken: 3600,
      IdToken: 3600,
      AuthorizationCode: 60,
    },
    async findAccount(_ctx, sub) {
      const actor = await accountOf(unit.db, sub, unit.clock.now());
      if (actor?.kind !== 'account') return undefined;
      return { accountId: sub, claims: () => ({ sub, name: actor.name }) };
    },
    // Our own web asks nobody whether it may know who signed in to it.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      if (client?.clientId !== webClientId || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(options.issuer, configuration);
  provider.proxy = options.trustProxy;
  return provider;
}
