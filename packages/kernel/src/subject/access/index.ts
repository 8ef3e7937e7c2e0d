export { accessRoutes } from './routes.ts';
export { recordAccess, type Look } from './store.ts';
