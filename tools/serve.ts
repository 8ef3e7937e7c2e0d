import { parseArgs } from 'node:util';
import { DomainError } from '@quancheng/kernel/platform/errors';
import {
  asSystem,
  loadConfig,
  readProgress,
  root,
  startServer,
  type Running,
  type StartStep,
} from '@quancheng/server';
import { buildWeb } from './web.ts';

/** `npm start`: builds the web when its sources changed, starts everything, and says where it is. */

const usage = `npm start [-- --json --no-build]

  --json      one line of JSON on the standard output when everything is ready; the steps go to the other
  --no-build  serve the web as it was built last

启动全部服务；环境变量见 contracts/config.md。按 Ctrl-C 停止。
Starts everything; contracts/config.md lists the environment. Ctrl-C stops it.
`;

const words: Record<StartStep | 'web', string> = {
  web: '构建网页 / building the web',
  database: '启动数据库 / starting the database',
  schema: '更新数据结构 / updating the schema',
  city: '载入城市与服务 / loading the city and its services',
  demo: '准备演示人物 / preparing the people of the demo',
  open: '开放访问 / opening',
};

const began = Date.now();
const { json, noBuild } = readOptions();
const say = (text: string): void => void (json ? process.stderr : process.stdout).write(`${text}\n`);
const elapsed = (): string => `${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s`;
const step = (name: keyof typeof words): void => say(`${elapsed()}  ${words[name]}`);

function readOptions(): { json: boolean; noBuild: boolean } {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean' }, json: { type: 'boolean' }, 'no-build': { type: 'boolean' } },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    return { json: values.json === true, noBuild: values['no-build'] === true };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

function announce({ services, origin }: Running): void {
  const { product } = services.city;
  const packs = services.packs.map((pack) => pack.manifest.id);
  const places = {
    portal: `${origin}/`,
    desk: `${origin}/desk`,
    api: `${origin}/api/openapi.json`,
  };
  say(`${elapsed()}  就绪 / ready\n`);
  say(`  ${product.zh} ${product.en}`);
  say(`  门户 Portal       ${places.portal}`);
  say(`  工作台 Desk       ${places.desk}`);
  say(`  接口文档 API      ${places.api}`);
  say(`  服务包 Packs      ${packs.join(', ')}`);
  if (services.demo) {
    say(`\n  演示账号在登录页按故事选择，无需密码；命令行见 ./qc demo`);
    say(`  Demo people are offered on the sign-in page, no password needed; see also ./qc demo`);
  }
  say(`\n  按 Ctrl-C 停止 / Ctrl-C stops everything\n`);
  if (json) process.stdout.write(`${JSON.stringify({ ready: true, ...places, packs })}\n`);
}

/** The rest of the demo's people comes while the server serves already. */
function showProgress({ services }: Running): NodeJS.Timeout | undefined {
  if (!services.demo) return undefined;
  let shown = -1;
  const timer = setInterval(() => void show().catch(() => undefined), 3000);
  return timer.unref();

  async function show(): Promise<void> {
    const { done, total } = await asSystem(services, 'the start shows how far the demo is', readProgress);
    if (done !== shown && (shown >= 0 || done < total))
      say(`${elapsed()}  演示人口 / people of the demo: ${done} / ${total}`);
    shown = done;
    if (done >= total) clearInterval(timer);
  }
}

function fail(error: unknown): never {
  if (error instanceof DomainError)
    process.stderr.write(`\n${error.text.zh}\n${error.remedy.zh}\n\n${error.text.en}\n${error.remedy.en}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

const stopping = new AbortController();
let running: Running | undefined;
let stoppedAt = 0;

/** Also while the start is under way: what it has started by then is stopped, PostgreSQL too. */
async function stop(): Promise<void> {
  if (stopping.signal.aborted) {
    // A second Ctrl-C does not wait; but one key reaches us twice under npm, from the terminal and from npm.
    if (Date.now() - stoppedAt > 1000) process.exit(130);
    return;
  }
  stoppedAt = Date.now();
  stopping.abort();
  say('\n正在停止 / stopping …');
  if (!running) return;
  await running.stop().catch(fail);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  const config = loadConfig(process.env, root);
  const built = noBuild ? { code: 0, output: '' } : await buildWeb(() => step('web'));
  if (built.code !== 0) throw new Error(`网页没有构建成功 / the web could not be built\n${built.output}`);
  running = await startServer(config, { step, signal: stopping.signal });
  announce(running);
  showProgress(running);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  fail(error);
}
