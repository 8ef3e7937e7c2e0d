export { createIdentityProvider, webClientId, type IdentityProvider, type IdentityOptions } from './provider.ts';
export { registerIdentity } from './mount.ts';
