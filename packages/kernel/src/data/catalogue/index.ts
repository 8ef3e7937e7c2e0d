export { createCatalogue, type Catalogue, type RegisteredResource, type RecordQuery } from './catalogue.ts';
export { columnOf, planTables, tableOf } from './tables.ts';
export { kernelResources } from './kernel-resources.ts';
export { catalogueErrors } from './errors.ts';
