export { auditItem, type Defect } from './audit.ts';
export { implementationCode, isBasicCode } from './codes.ts';
export { itemErrors } from './errors.ts';
export { itemRoutes } from './routes.ts';
export { publishItem, saveBaseItem } from './service.ts';
export { presentMaterials } from './present.ts';
export { countPublished, findPublished, getItemVersion, getPublished, type ItemVersion } from './store.ts';
export type { ItemContent } from './model.ts';
