export { systemErrors } from './errors.ts';
export { countCall } from './quota.ts';
export { systemRoutes } from './routes.ts';
export { registerSystem, type Access, type NewSystem } from './service.ts';
