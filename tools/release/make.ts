import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { layOut, readVersion, sha256 } from './tree.ts';

export interface Release {
  version: string;
  file: string;
  sha256: string;
}

/** Makes the archive of the checkout as it is; the web must have been built. The same sources give the same bytes. */
export async function makeRelease(outDir: string): Promise<Release> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('发布包只能在 linux-x64 上制作。 / A release is made on linux-x64 only.');
  const version = await readVersion();
  const name = `quancheng-${version}-linux-x64`;
  await mkdir(outDir, { recursive: true });
  const staging = await mkdtemp(path.join(outDir, '.release-'));
  try {
    await mkdir(path.join(staging, name));
    await layOut(path.join(staging, name), version);
    const file = path.join(outDir, `${name}.tar.gz`);
    await pack(staging, name, `${file}.new`);
    await rename(`${file}.new`, file);
    const sum = await sha256(file);
    await writeFile(`${file}.sha256`, `${sum}  ${path.basename(file)}\n`);
    return { version, file, sha256: sum };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Names in order, one time, one owner, one kind of mode: nothing of the machine that packs. */
async function pack(dir: string, name: string, file: string): Promise<void> {
  const flags = ['--format=gnu', '--sort=name', '--mtime=@1767225600', '--owner=0', '--group=0'];
  const tar = spawn('tar', ['--create', ...flags, '--numeric-owner', '--mode=u=rwX,go=rX', '-C', dir, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', resolve);
  });
  // Node's gzip writes no name and no time, and is the same wherever this Node runs.
  await pipeline(tar.stdout, createGzip({ level: 6 }), createWriteStream(file));
  if ((await ended) !== 0) throw new Error('tar failed');
}
