export {
  createIdentityProvider,
  issuerOf,
  webClientId,
  type IdentityProvider,
  type IdentityOptions,
} from './provider.ts';
export { registerIdentity, type DemoPerson } from './mount.ts';
export { signOutHandlers } from './sign-out.ts';
export { phoneSignInRoutes } from './phone-routes.ts';
