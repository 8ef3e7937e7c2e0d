export { licenceGrantRoutes } from './holder-routes.ts';
export { licenceUseRoutes } from './use-routes.ts';
export {
  listAnsweringLicences,
  listTaken,
  takeForCase,
  type AnsweringLicence,
  type TakenLicence,
} from './case-takes.ts';
export { licenceUseErrors } from './errors.ts';
