export {
  createIdentityProvider,
  issuerOf,
  webClientId,
  type IdentityProvider,
  type IdentityOptions,
} from './provider.ts';
export { registerIdentity, type DemoPerson } from './mount.ts';
export { signOutHandlers } from './sign-out.ts';
export { findFormTarget } from './form-target.ts';
export { phoneSignInRoutes } from './phone-routes.ts';
export { createUpstreamClients } from './upstream-client.ts';
export { upstreamCredential, type UpstreamPorts } from './upstream-model.ts';
export { upstreamRoutes } from './upstream-routes.ts';
export { findArrivedFrom } from './upstream-store.ts';
export type { UpstreamOptions } from './upstream-sign-in.ts';
export { subjectSalt } from './pairwise.ts';
