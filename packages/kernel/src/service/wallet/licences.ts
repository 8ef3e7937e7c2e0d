export { holdersOf } from '../licences/holders.ts';
export { identifierOf } from '../licences/identifier.ts';
export { licenceErrors } from '../licences/errors.ts';
export { typeOf } from '../licences/present.ts';
export { findLicence, stateOn, type LicenceRow } from '../licences/store.ts';
