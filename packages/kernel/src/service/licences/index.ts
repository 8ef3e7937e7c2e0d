export { issueLicence, type IssuedLicence, type NewLicence } from './issue.ts';
export { replaceLicence, type NextEdition } from './editions.ts';
export { heldLicenceResource, queryHeldLicences } from './resource.ts';
export { licenceRoutes, verify, verifyRoutes } from './routes.ts';
export { createLicencePapers, type LicencePapers } from './paper.ts';
export { licenceErrors } from './errors.ts';
export { findLicence, getNewestEdition, type LicenceRow } from './store.ts';
