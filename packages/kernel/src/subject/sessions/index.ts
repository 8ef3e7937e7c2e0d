export { createAuthenticate, createCurrentSession, type CurrentSession } from './authenticate.ts';
export {
  createSession,
  createWindowSession,
  endSession,
  endByProvider,
  isLinkedOpen,
  linkToProvider,
  replaceSession,
  type Evidence,
  type SessionRow,
} from './store.ts';
export { deviceOf, nameDevice, networkOf } from './device.ts';
export { createBrowserSignIn, type BrowserSignIn } from './sign-in.ts';
export { registerSignIn } from './bff.ts';
export { phoneCookieOf, providerCookiesOf, sessionCookieOf, typedCookieOf } from './cookie.ts';
export type { SessionLimits } from './open.ts';
export { sessionRoutes } from './routes.ts';
export { veil } from './secrets.ts';
