export { releasable, type ReleasableScope, type RelyingParty } from './model.ts';
export { relyingPartyRoutes } from './routes.ts';
export { secretOf } from './service.ts';
export { findConsent, findOpenByClientId, saveConsent, touchConsent } from './store.ts';
export { relyingPartyErrors } from './errors.ts';
