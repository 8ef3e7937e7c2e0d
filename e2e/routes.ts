import { readFileSync } from 'node:fs';

const areas = new URL('../packages/web/src/', import.meta.url);

/** Every address of the product, as its route lists write it: `/cases/:id`. */
export function allRoutes(): string[] {
  return [
    ...pathsIn('routes.tsx', /^\s+path: '([^'*]+)',$/gm),
    ...pathsIn('areas/desk/index.tsx', /<Route path="([^"*]+)"/g).map((path) => `/desk/${path}`),
    ...pathsIn('areas/admin/index.tsx', /<Route path="([^"*]+)"/g).map((path) => `/admin/${path}`),
  ].map((path) => (path.length > 1 ? path.replace(/\/+$/, '') : path));
}

function pathsIn(file: string, pattern: RegExp): string[] {
  const found = [...readFileSync(new URL(file, areas), 'utf8').matchAll(pattern)];
  if (found.length === 0) throw new Error(`${file} lists no route`);
  return found.map(([, path = '']) => path);
}
