export type { Assets, Rendered, RenderInput, ServerBundle } from './contract.ts';
export type { Session } from './api/types.ts';

/** Static files, to be served below `/`; names under `assets/` carry a hash and may be kept for ever. */
export const clientFolder = new URL('../dist/client/', import.meta.url);

/** The module that renders pages, see `ServerBundle`. */
export const serverEntry = new URL('../dist/server/entry-server.js', import.meta.url);
