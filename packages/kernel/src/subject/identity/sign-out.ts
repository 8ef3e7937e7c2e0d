import type { Context } from '../../platform/context/index.ts';
import type { IdentityProvider } from './provider.ts';

/** What the types of the provider leave out. */
interface BackchannelClient {
  backchannelLogout(this: unknown, accountId: string, sid: string): Promise<void>;
}

/** Tells a system that someone signed out (OpenID Connect Back-Channel Logout 1.0); tried again while it is not heard. */
export function signOutHandlers(provider: () => IdentityProvider) {
  async function tell(_ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const client = await provider().Client.find(String(payload['clientId']));
    if (client?.backchannelLogoutUri === undefined) return;
    const { backchannelLogout } = client as unknown as BackchannelClient;
    await backchannelLogout.call(client, String(payload['accountId']), String(payload['sid']));
  }
  return { 'identity.sign-out': tell };
}
