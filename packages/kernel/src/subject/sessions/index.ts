export { createAuthenticate } from './authenticate.ts';
export { createSession, endSession, findSession, type SessionRow } from './store.ts';
export { registerSignIn, sessionCookie } from './bff.ts';
