export { createAuthenticate } from './authenticate.ts';
export { createSession, endSession, findSession, type SessionRow } from './store.ts';
export { registerSignIn } from './bff.ts';
export { sessionCookieOf } from './cookie.ts';
