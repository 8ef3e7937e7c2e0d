export { accessRoutes, type ResourceNames } from './routes.ts';
export { recordAccess, type Look } from './store.ts';
