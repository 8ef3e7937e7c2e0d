export { sealAdminRoutes } from './admin-routes.ts';
export { sealDeskRoutes } from './desk-routes.ts';
export { sealErrors } from './errors.ts';
export type { SealRequest } from './counting.ts';
export type { OfdSealing, Sealer } from './sealer.ts';
export { createSeals, type Seals } from './service.ts';
