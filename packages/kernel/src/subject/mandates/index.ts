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
export { spendMandate } from './once.ts';
export { mandateErrors } from './errors.ts';
export { mandateRoutes } from './routes.ts';
export { tellPeople } from './tell.ts';
export type { Mandate, MandatePorts } from './model.ts';
