export { findMandate, grantMandate, listMandatesOf, mandateErrors, type Mandate } from './store.ts';
export { mandateRoutes, type PrincipalName } from './routes.ts';
