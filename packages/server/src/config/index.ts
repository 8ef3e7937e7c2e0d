export { loadConfig, type Config } from './load.ts';
export { configErrors } from './errors.ts';
export { settings } from './schema.ts';
