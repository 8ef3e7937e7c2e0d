import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../steps.ts';

/** A package as `package-lock.json` has it. */
export interface Locked {
  name: string;
  version: string;
  /** Folder below the root. */
  at: string;
  integrity?: string;
  license?: string;
  /** Folders of what it needs. */
  needs: string[];
}

interface Entry {
  name?: string;
  version?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  resolved?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Everything that the folders need to run, themselves left out; what is only for other platforms is not there. */
export async function listModules(from: readonly string[]): Promise<Locked[]> {
  const { packages } = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  const found = new Map<string, Locked>();
  const waiting = [...from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at)) continue;
    const entry = packages[at] ?? {};
    const needs = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !name.startsWith('@quancheng/'))
      .map((name) => locate(packages, at, name))
      .filter((place) => place !== undefined)
      .filter((place) => existsSync(path.join(root, place)))
      .toSorted();
    const { version = '', integrity, license } = entry;
    found.set(at, {
      name: at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      at,
      needs,
      ...(integrity === undefined ? {} : { integrity }),
      ...(license === undefined ? {} : { license }),
    });
    waiting.push(...needs);
  }
  return [...found.values()]
    .filter(({ at }) => !from.includes(at) || at.startsWith('node_modules/'))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** Where Node would find `name` from the folder `at`: in its own `node_modules`, or in one above. */
function locate(packages: Record<string, Entry>, at: string, name: string): string | undefined {
  for (let dir = at; ; dir = path.posix.dirname(dir)) {
    const place = path.posix.join(dir === '.' ? '' : dir, 'node_modules', name);
    if (packages[place]) return place;
    if (dir === '.') return undefined;
  }
}
