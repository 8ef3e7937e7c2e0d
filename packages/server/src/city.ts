import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CityConfig,
  loadPack,
  PackError,
  PackManifest,
  type Pack,
  type PackContent,
} from '@quancheng/pack-sdk';
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

/** Folders of `dir` that are packs: those with a `pack.ts`; nothing else registers them. */
export async function listPackDirs(dir: string): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.')).toSorted();
  return names.map((name) => path.join(dir, name)).filter((pack) => existsSync(path.join(pack, 'pack.ts')));
}

/** Every pack of the folder that the city has not switched off. Errors: `PackError`. */
export async function loadPacks(city: CityConfig, dir: string): Promise<LoadedPack[]> {
  const dirs = await listPackDirs(dir);
  return Promise.all(dirs.filter((pack) => !city.packsOff.includes(path.basename(pack))).map(loadPackDir));
}

/** Reads one pack from its folder. Errors: `PackError` with the file and field of each problem. */
export async function loadPackDir(dir: string): Promise<LoadedPack> {
  const manifest = await readManifest(dir);
  return { dir, manifest, content: await loadPack(dir) };
}

async function readManifest(dir: string): Promise<Pack> {
  const refuse = (path: string, zh: string, en: string): never => {
    throw new PackError(dir, [{ file: 'pack.ts', path, text: { zh, en } }]);
  };
  const module = (await import(pathToFileURL(path.join(dir, 'pack.ts')).href).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('', `读不出来：${reason}`, `cannot be read: ${reason}`);
  })) as { default?: Pack };
  if (module.default === undefined) return refuse('', '没有默认导出', 'it has no default export');
  const data = Object.fromEntries(Object.entries(module.default).filter(([, part]) => !isCode(part)));
  const [problem] = Value.Errors(PackManifest, data);
  if (problem) {
    const words = problem.message ?? 'not valid';
    refuse(problem.instancePath, `不符合格式：${words}`, words);
  }
  return module.default;
}

/** Hooks and demo records are the only code of a manifest; the schema is for the rest. */
function isCode(part: unknown): boolean {
  return typeof part === 'function' || (typeof part === 'object' && Object.values(part ?? {}).some(isCode));
}
