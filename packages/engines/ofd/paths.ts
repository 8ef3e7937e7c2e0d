import { OfdError } from './errors.ts';

/** Parts of letters, digits and the like, none of which begins with a dot: as nearly all paths are. */
const plain = /^(?:[\w-][\w.-]*\/){0,20}[\w-][\w.-]*$/;

/**
 * A path inside the package without `./`, `../`, doubled or backward slashes and without a leading one.
 * @throws {OfdError} badPath where it leaves the package, names a drive or names nothing.
 */
export function normalisePath(path: string): string {
  if (path.length < 1000 && plain.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw new OfdError('badPath', shown(path));
  }
  const normal = parts.join('/');
  // oxlint-disable-next-line no-control-regex -- control characters in names are what is refused here
  if (normal === '' || normal.length > 1000 || /[\u0000-\u001f]|^[a-z]:/i.test(normal))
    throw new OfdError('badPath', shown(path));
  return normal;
}

/** `location` as the file `from` means it: from the root when it begins with a slash, else from its folder. */
export function resolvePath(from: string, location: string): string {
  return normalisePath(/^[/\\]/.test(location) ? location : `${folderOf(from)}/${location}`);
}

/** Folder of a file, '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 80));
}
