export {
  findAgencyBySlug,
  findDivision,
  getAgencyBySlug,
  listAgencies,
  listDivisions,
  saveAgencies,
  saveDivisions,
  savePosts,
  type Agency,
  type Division,
  type NewPost,
} from './store.ts';
export { divisionPrefix, reaches } from './reach.ts';
export { organisationRoutes } from './routes.ts';
export { administeredPrefixes, expectAdministered, takePost, type PostPlace } from './posts.ts';
