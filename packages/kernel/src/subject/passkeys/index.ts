export { passkeyErrors } from './errors.ts';
export { Assertion } from './model.ts';
export type { RelyingSite } from './ceremony.ts';
export { passkeyRoutes } from './routes.ts';
export { startAssertion, takeAssertion } from './service.ts';
export { hasPasskey } from './store.ts';
