import type { Assets } from './contract.ts';

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}

type Manifest = Record<string, Chunk>;

/** Of the browser build, put in by `build.mjs`. */
declare const QC_MANIFEST: Manifest;

/** What stands within a page instead of beside it, also put in by `build.mjs`. */
declare const QC_INLINE: { styles: string; prefs: string };

const manifest = QC_MANIFEST;
const entry = 'src/entry-client.tsx';

export const clientAssets: Assets = {
  scripts: [hrefOf(entry)],
  preloads: importsOf(entry),
};

/** Styles of the entry and the script that must run before the first paint. */
export const inline = QC_INLINE;

/** A source's chunk with all that it imports. */
export function chunksOf(source: string): string[] {
  return manifest[source] ? [hrefOf(source), ...importsOf(source)] : [];
}

function hrefOf(source: string): string {
  const chunk = manifest[source];
  if (!chunk) throw new Error(`not in the build: ${source}`);
  return `/${chunk.file}`;
}

function importsOf(source: string, seen = new Set<string>()): string[] {
  for (const name of manifest[source]?.imports ?? []) {
    const file = manifest[name]?.file;
    if (!file || seen.has(`/${file}`)) continue;
    seen.add(`/${file}`);
    importsOf(name, seen);
  }
  return [...seen];
}
