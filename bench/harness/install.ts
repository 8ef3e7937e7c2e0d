import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildWeb } from '../../tools/web.ts';
import { root } from './folders.ts';

/** Installs the peers below `bench/` when they are missing or their lockfile has changed since. */
export function installPeers(): void {
  const folder = path.join(root, 'bench');
  const stamp = path.join(folder, 'node_modules/.bench-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing the peers …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('the peers could not be installed; check the network and try again');
  writeFileSync(stamp, wanted);
}

/** The servers that are measured serve the pages of these sources. */
export async function builtWeb(): Promise<void> {
  const { code, output } = await buildWeb(() => process.stderr.write('Building the web …\n'));
  if (code !== 0) throw new Error(`the web could not be built\n${output}`);
}
