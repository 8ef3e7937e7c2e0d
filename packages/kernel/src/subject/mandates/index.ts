export {
  findMandate,
  grantMandate,
  holdWholeMandates,
  listMandatesOf,
  listRepresentatives,
  representedBy,
  represents,
} from './store.ts';
export { lastMinorDay } from './guardians.ts';
export { endEntrusted, entrustedTo, everEntrustedTo, findEntrusted, listEntrusted } from './entrusted.ts';
export type { OpenCase } from './model.ts';
export { spendMandate } from './once.ts';
export { mandateErrors } from './errors.ts';
export { mandateRoutes } from './routes.ts';
export { tellPeople } from './tell.ts';
export type { Mandate, MandatePorts } from './model.ts';
