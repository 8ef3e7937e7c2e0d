export { startEmbedded, type EmbeddedPostgres } from './embedded.ts';
export { postgresErrors } from './errors.ts';
