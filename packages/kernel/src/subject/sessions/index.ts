export { createAuthenticate, createCurrentSession, type CurrentSession } from './authenticate.ts';
export { createSession, endByProvider, isLinkedOpen, linkToProvider } from './store.ts';
export { createBrowserSignIn, type BrowserSignIn } from './sign-in.ts';
export { registerSignIn } from './bff.ts';
export { providerCookiesOf, sessionCookieOf, typedCookieOf } from './cookie.ts';
export type { SessionLimits } from './open.ts';
export { sessionRoutes } from './routes.ts';
export { veil } from './secrets.ts';
