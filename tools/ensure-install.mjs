// Runs on whatever Node (20 or newer) the machine has: installs the locked packages, among them the Node
// that everything else runs on, whenever the lockfile has changed since.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.quancheng-lock');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `需要 Node 20 或更新的版本，现在是 ${process.versions.node}。 / Node 20 or newer is needed, this is ${process.versions.node}.`,
  );
  process.exit(1);
}
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('正在安装依赖（约一分钟）… / Installing packages (about a minute) …');
  const began = Date.now();
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js')
    ? [process.execPath, [npm]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const result = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) {
    console.error(
      '依赖没有装好，请检查网络后重试。 / The packages could not be installed; check the network and try again.',
    );
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, wanted);
  console.error(
    `依赖已安装，用时 ${Math.round((Date.now() - began) / 1000)} 秒。 / Packages installed in ${Math.round((Date.now() - began) / 1000)} s.`,
  );
}
