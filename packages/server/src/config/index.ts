export { loadConfig, type Config } from './load.ts';
export { configErrors } from './errors.ts';
export { settings, type Setting } from './schema.ts';
