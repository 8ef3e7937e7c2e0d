export { findMandate, grantMandate, listMandatesOf, mandateErrors, type Mandate } from './store.ts';
