import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, run } from './steps.ts';

const stamp = path.join(root, 'packages/web/dist/.sources');

/** Builds the web when its sources changed since it was built last; `begin` hears that it is needed. */
export async function buildWeb(begin?: () => void): Promise<{ code: number; output: string }> {
  const hash = await hashSources(['packages/web', 'packages/ui', 'packages/engines']);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return { code: 0, output: '' };
  begin?.();
  const result = await run(process.execPath, [path.join(root, 'packages/web/build.mjs')]);
  if (result.code === 0) await writeFile(stamp, hash);
  return result;
}

async function hashSources(folders: string[]): Promise<string> {
  const hash = createHash('sha256').update(await readFile(path.join(root, 'package-lock.json')));
  for (const folder of folders) {
    const names = (await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }))
      .filter(
        (entry) =>
          entry.isFile() &&
          !/[\\/](dist|node_modules)([\\/]|$)/.test(entry.parentPath) &&
          !/\.test\.tsx?$/.test(entry.name),
      )
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted();
    for (const name of names) hash.update(name.slice(root.length)).update(await readFile(name));
  }
  return hash.digest('hex');
}
