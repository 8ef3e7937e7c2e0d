export { loadConfig, type Config, type TokenConfig } from './load.ts';
export { configErrors } from './errors.ts';
export { settings } from './schema.ts';
