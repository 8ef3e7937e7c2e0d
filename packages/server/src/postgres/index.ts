export { startEmbedded, type EmbeddedPostgres } from './embedded.ts';
