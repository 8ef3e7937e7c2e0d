export { cryptoRoutes } from './call-routes.ts';
export { keyErrors } from './errors.ts';
export type { CryptoKey, KeyVersion, NewKeySpec } from './model.ts';
export { pemOf } from './pem.ts';
export { rewrapAll } from './rewrap.ts';
export { keyRoutes } from './routes.ts';
export { createKeys, type Keys } from './service.ts';
export { listKeys } from './store.ts';
