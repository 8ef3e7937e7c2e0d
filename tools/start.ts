import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '@quancheng/kernel/platform/errors';
import { loadConfig, root, startServer, type Running, type StartStep } from '@quancheng/server';

/** `npm start`: builds the web when its sources changed, starts everything, and says where it is. */

const began = Date.now();
const words: Record<StartStep | 'web', string> = {
  web: '构建网页 / building the web',
  database: '启动数据库 / starting the database',
  schema: '更新数据结构 / updating the schema',
  city: '载入城市与服务 / loading the city and its services',
  demo: '准备演示人物 / preparing the people of the demo',
  open: '开放访问 / opening',
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const elapsed = (): string => `${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s`;
const step = (name: keyof typeof words): void => say(`${elapsed()}  ${words[name]}`);

async function buildWeb(): Promise<void> {
  const stamp = path.join(root, 'packages/web/dist/.sources');
  const hash = await hashSources(['packages/web', 'packages/ui', 'packages/engines/feel']);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return;
  step('web');
  await promisify(execFile)(process.execPath, [path.join(root, 'packages/web/build.mjs')], { cwd: root });
  await writeFile(stamp, hash);
}

async function hashSources(folders: string[]): Promise<string> {
  const hash = createHash('sha256');
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

function announce({ services, origin }: Running): void {
  const { product } = services.city;
  say(`${elapsed()}  就绪 / ready\n`);
  say(`  ${product.zh} ${product.en}`);
  say(`  门户 Portal       ${origin}/`);
  say(`  工作台 Desk       ${origin}/desk`);
  say(`  接口文档 API      ${origin}/api/openapi.json`);
  if (!services.demo) return;
  const city = services.packs.map((pack) => pack.manifest.id).join(', ');
  say(`\n  演示账号在登录页按故事选择,无需密码;命令行见 ./qc demo`);
  say(`  Demo people are offered on the sign-in page, no password needed; see also ./qc demo`);
  say(`  服务包 Packs      ${city}`);
  say(`\n  按 Ctrl-C 停止 / Ctrl-C stops everything`);
}

function fail(error: unknown): never {
  if (error instanceof DomainError)
    process.stderr.write(`\n${error.text.zh}\n${error.remedy.zh}\n\n${error.text.en}\n${error.remedy.en}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

function stopOnSignal(running: Running): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    // A second Ctrl-C does not wait.
    if (stopping) process.exit(130);
    stopping = true;
    say('\n正在停止 / stopping …');
    await running.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

try {
  const config = loadConfig(process.env, root);
  await buildWeb();
  const running = await startServer(config, { step });
  stopOnSignal(running);
  announce(running);
} catch (error) {
  fail(error);
}
