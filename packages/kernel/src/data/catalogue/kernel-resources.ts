import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ResourceSource } from '@quancheng/pack-sdk';
import Value from 'typebox/value';

/** Resources that every city has: persons, households, residence permits, legal entities. */
export async function kernelResources(): Promise<ResourceSource[]> {
  const dir = path.join(import.meta.dirname, 'resources');
  const names = (await readdir(dir)).filter((name) => name.endsWith('.schema.json')).sort();
  return Promise.all(
    names.map(async (name) =>
      Value.Parse(ResourceSource, JSON.parse(await readFile(path.join(dir, name), 'utf8'))),
    ),
  );
}
