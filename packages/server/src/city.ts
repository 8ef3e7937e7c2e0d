import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CityConfig, loadPack, type Pack, type PackContent } from '@quancheng/pack-sdk';
import type { Text } from '@quancheng/kernel/platform/text';
import Value from 'typebox/value';
import { configErrors } from './config/index.ts';

export const root = path.resolve(import.meta.dirname, '../../..');

/** A member of the city's staff who exists while the demo is on. */
export interface DemoStaff {
  account: string;
  name: string;
  story: Text;
  posts: string[];
}

export interface LoadedPack {
  dir: string;
  manifest: Pack;
  content: PackContent;
}

/** The chosen city. Errors: `config.unknown-city`. */
export async function loadCity(name: string): Promise<CityConfig> {
  const file = path.join(root, 'cities', name, 'city.ts');
  if (!/^[a-z_][a-z0-9_-]*$/.test(name) || !existsSync(file)) {
    const known = (await readdir(path.join(root, 'cities'))).join(', ');
    throw configErrors.unknownCity({ city: name, known });
  }
  const { city } = (await import(pathToFileURL(file).href)) as { city: unknown };
  return Value.Parse(CityConfig, city);
}

export async function loadStaff(name: string): Promise<DemoStaff[]> {
  const file = path.join(root, 'cities', name, 'staff.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as DemoStaff[]) : [];
}

/** Every pack below `packs/` that the city uses; a folder with a `pack.ts` is one, nothing else registers it. */
export async function loadPacks(city: CityConfig): Promise<LoadedPack[]> {
  const dir = path.join(root, 'packs');
  const names = (await readdir(dir)).filter((name) => existsSync(path.join(dir, name, 'pack.ts')));
  return Promise.all(
    names.filter((name) => city.packs.includes(name)).map((name) => loadPackDir(path.join(dir, name))),
  );
}

/** Reads one pack from its folder. Errors: `PackError` with the file and field of each problem. */
export async function loadPackDir(dir: string): Promise<LoadedPack> {
  const { default: manifest } = (await import(pathToFileURL(path.join(dir, 'pack.ts')).href)) as {
    default: Pack;
  };
  return { dir, manifest, content: await loadPack(dir) };
}
