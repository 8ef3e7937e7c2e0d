import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

if (argv.includes('--help')) {
  stdout.write(
    'node packages/web/build.mjs\n\nBuilds dist/client for browsers with its service worker, then dist/server for the server.\n',
  );
} else {
  await buildForBrowsers();
  await buildWorker();
  // The server bundle knows the file names of the browser bundle, so it comes second.
  await buildForServer();
  await compress(new URL('dist/client/assets/', import.meta.url));
}

/** Files never change under their names, so they are compressed once, as small as it gets. */
async function compress(folder) {
  const names = readdirSync(folder).filter((name) => /\.(js|css|svg|json)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const file = new URL(name, folder);
      const text = readFileSync(file);
      const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY } = constants;
      writeFileSync(
        `${fileURLToPath(file)}.br`,
        await brotli(text, { params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY } }),
      );
      writeFileSync(`${fileURLToPath(file)}.gz`, await gzipped(text, { level: 9 }));
    }),
  );
}

function shared() {
  return {
    root,
    configFile: false,
    publicDir: false,
    logLevel: argv.includes('--verbose') ? 'info' : 'warn',
    plugins: [react()],
  };
}

async function buildForBrowsers() {
  await build({
    ...shared(),
    build: {
      outDir: 'dist/client',
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: ['chrome87', 'safari14'],
      cssTarget: ['chrome87', 'safari14'],
      modulePreload: { polyfill: false },
      // The desk is one large chunk on purpose: its staff load it once.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        // Styles that stand within each page (`inlineOf`) are of no script: none fetches them once more.
        input: { app: 'src/entry-client.tsx', prefs: 'src/prefs.ts', styles: 'src/styles/index.css' },
        // What forms are made of is small and used together: one file instead of a handful.
        output: {
          codeSplitting: {
            groups: [{ name: 'form', test: /areas\/portal\/form\// }],
            includeDependenciesRecursively: false,
          },
        },
      },
    },
  });
}

/** A script of its own, without imports; it keeps its address, by which browsers look for a newer one. */
async function buildWorker() {
  await build({
    ...shared(),
    build: {
      outDir: 'dist/client',
      emptyOutDir: false,
      target: ['chrome87', 'safari14'],
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { sw: 'src/offline/worker.ts' },
        output: { entryFileNames: 'sw.js', format: 'iife' },
      },
    },
  });
}

/** What a page carries within it, see `src/document.ts`. */
function inlineOf(manifest) {
  const read = (file) => readFileSync(new URL(`dist/client/${file}`, import.meta.url), 'utf8');
  const styles = read(manifest['src/styles/index.css'].file);
  const prefs = read(manifest['src/prefs.ts'].file);
  if (/<\/(style|script)/i.test(styles + prefs))
    throw new Error('it would end the element that it stands in');
  return { styles, prefs };
}

async function buildForServer() {
  const manifest = readFileSync(new URL('dist/client/manifest.json', import.meta.url), 'utf8');
  await build({
    ...shared(),
    // Bundled whole, so that the server runs React's production build whatever its environment says.
    ssr: { noExternal: true },
    define: {
      QC_MANIFEST: manifest,
      QC_INLINE: JSON.stringify(inlineOf(JSON.parse(manifest))),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      outDir: 'dist/server',
      emptyOutDir: true,
      target: 'node24',
      ssr: 'src/entry-server.tsx',
      rolldownOptions: { output: { entryFileNames: 'entry-server.js' } },
    },
  });
}
