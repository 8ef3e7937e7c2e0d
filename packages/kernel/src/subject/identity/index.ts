export {
  createIdentityProvider,
  webClientId,
  type IdentityProvider,
  type IdentityOptions,
} from './provider.ts';
export { registerIdentity, type DemoPerson } from './mount.ts';
