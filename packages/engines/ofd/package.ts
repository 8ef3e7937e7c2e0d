import { OfdError } from './errors.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { folderOf, normalisePath, resolvePath } from './paths.ts';
import { readZip } from './zip-read.ts';
import { packBytes, writeZip, type Deflate, type PackedBytes } from './zip-write.ts';

/**
 * The files of an OFD document by path, such as `Doc_0/Document.xml`, in the order of the archive. Never
 * changed in place: `withFiles` makes another.
 */
export interface Package {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Packed bytes of files as they are, which the writer need not pack again; `withFiles` keeps them true. */
  readonly packed?: ReadonlyMap<string, PackedBytes>;
}

/**
 * Opens an OFD file. All of it is unpacked at once, within the limits, so that nothing fails later.
 * @throws {OfdError} notZip, encrypted, compression, tooLarge, badPath, duplicate, notOfd
 */
export function openPackage(bytes: Uint8Array, limits: Limits = defaultLimits): Package {
  const entries = readZip(bytes, limits);
  const pkg = {
    files: new Map(entries.map((entry) => [entry.name, entry.bytes])),
    packed: new Map(entries.map((entry) => [entry.name, entry.packed])),
  };
  if (findFile(pkg, 'OFD.xml') === undefined) throw new OfdError('notOfd', 'OFD.xml');
  return pkg;
}

/** The package with each file packed, so that only what changes after it is packed again. */
export function packFiles(pkg: Package, deflate?: Deflate): Package {
  const packed = Array.from(
    pkg.files,
    ([name, bytes]) => [name, pkg.packed?.get(name) ?? packBytes(bytes, deflate)] as const,
  );
  return { files: pkg.files, packed: new Map(packed) };
}

/** Package as bytes, OFD.xml first. The same files give the same bytes. */
export function zipPackage(pkg: Package, deflate?: Deflate): Uint8Array {
  const names = [...pkg.files.keys()];
  const first = names.includes('OFD.xml') ? ['OFD.xml'] : [];
  return writeZip(
    [...first, ...names.filter((name) => name !== 'OFD.xml')].map((name) => ({
      name,
      bytes: pkg.files.get(name) ?? new Uint8Array(),
      packed: pkg.packed?.get(name),
    })),
    deflate,
  );
}

/** A package of the given files. */
export function packageOf(files: Iterable<readonly [string, Uint8Array]>): Package {
  const map = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) {
    const name = normalisePath(path);
    if (map.has(name)) throw new OfdError('duplicate', name);
    map.set(name, bytes);
  }
  return { files: map };
}

/** The package with some files added or replaced. */
export function withFiles(pkg: Package, changes: ReadonlyMap<string, Uint8Array>): Package {
  const packed = [...(pkg.packed ?? [])].filter(([name]) => !changes.has(name));
  return { files: new Map([...pkg.files, ...changes]), packed: new Map(packed) };
}

/** Name and bytes of a file; where no name fits exactly, the only one that differs in case alone. */
export function findFile(pkg: Package, name: string): { name: string; bytes: Uint8Array } | undefined {
  const bytes = pkg.files.get(name);
  if (bytes) return { name, bytes };
  const alike = namesByLowerCase(pkg).get(name.toLowerCase());
  const only = alike?.length === 1 ? alike[0] : undefined;
  const found = only === undefined ? undefined : pkg.files.get(only);
  return only !== undefined && found ? { name: only, bytes: found } : undefined;
}

const lowerCaseNames = new WeakMap<Package, Map<string, string[]>>();

function namesByLowerCase(pkg: Package): Map<string, string[]> {
  const known = lowerCaseNames.get(pkg);
  if (known) return known;
  const names = new Map<string, string[]>();
  for (const name of pkg.files.keys()) {
    const lower = name.toLowerCase();
    names.set(lower, [...(names.get(lower) ?? []), name]);
  }
  lowerCaseNames.set(pkg, names);
  return names;
}

/**
 * The file that `location` means where it is written in the file `from`. Some producers write paths from the
 * package's root, or from the document's folder, without a leading slash: both are tried after the right one.
 */
export function locate(
  pkg: Package,
  from: string,
  location: string,
): { name: string; bytes: Uint8Array } | undefined {
  const [documentFolder = ''] = folderOf(from).split('/');
  const ways = [
    () => resolvePath(from, location),
    () => normalisePath(location),
    () => normalisePath(`${documentFolder}/${location}`),
  ];
  for (const way of ways) {
    const found = findFile(pkg, attempt(way));
    if (found) return found;
  }
  return undefined;
}

/** A path that leaves the package leads nowhere. */
function attempt(way: () => string): string {
  try {
    return way();
  } catch {
    return '';
  }
}
