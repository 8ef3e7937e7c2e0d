import type { Lang, Session } from './api/types.ts';

/** Addresses of the built bundle that a page needs. */
export interface Assets {
  scripts: string[];
  preloads: string[];
}

export interface RenderInput {
  /** Path and query as asked for. */
  url: string;
  lang: Lang;
  session: Session;
  /** Answers a GET of `/api/v1/…` on behalf of the one who asked. */
  fetch: (path: string) => Promise<{ status: number; body: unknown }>;
  /** Of the response's content security policy. */
  nonce: string;
  assets: Assets;
}

export interface Rendered {
  status: number;
  /** The whole document. */
  html: string;
}

/** What `dist/server/entry-server.js` exports. */
export interface ServerBundle {
  render: (input: RenderInput) => Promise<Rendered>;
  /** The entry's own files, for `RenderInput.assets`. */
  clientAssets: Assets;
}
