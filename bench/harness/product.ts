import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from './folders.ts';

/** The product in a process of its own, over the embedded PostgreSQL of a data folder. */
export interface Product {
  origin: string;
  pid: number;
  /** From the command to the answer of its first page. */
  secondsToStart: number;
  stop(): Promise<void>;
  /** SIGKILL of the server alone: its PostgreSQL stays behind. */
  kill(): Promise<void>;
}

/** What `npm start` gives to Node, without npm: flags and file. */
const started = packageJson.scripts.start.replace(/^exec node /, '').split(' ');

/**
 * Starts the product as `npm start` does. It trusts X-Forwarded-For, so that each person of a benchmark
 * comes from an address of their own, as people do, and the limit an address stays on.
 */
export async function startProduct(
  dataDir: string,
  env: Record<string, string> = {},
  [program, ...args]: readonly [string, ...string[]] = [process.execPath, ...started, '--json', '--no-build'],
): Promise<Product> {
  const began = performance.now();
  // A file hears of problems: a pipe would break when we are interrupted, and take the server with it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const log = path.join(dataDir, 'bench.log');
  const errors = openSync(log, 'w', 0o600);
  // A group of its own: npm is then stopped together with what it started.
  const child = spawn(program, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, PORT: '0', QC_DATA: dataDir, TRUST_PROXY: 'on', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', errors],
  });
  const end = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGTERM');
  };
  process.once('exit', end);
  closeSync(errors);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void ended.then(() => process.off('exit', end));
  const portal = await Promise.race([firstLine(child.stdout), ended.then(() => undefined)]);
  if (portal === undefined) throw new Error(`the product did not start\n${await readFile(log, 'utf8')}`);
  // A pipe that nobody reads would stop a server that has much to log.
  child.stdout?.pipe(createWriteStream(log, { flags: 'a' }));
  const origin = new URL((JSON.parse(portal) as { portal: string }).portal);
  origin.hostname = '127.0.0.1';
  await fetch(origin);
  return {
    origin: origin.origin,
    pid: child.pid ?? 0,
    secondsToStart: (performance.now() - began) / 1000,
    stop: async () => {
      end();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string | undefined> {
  if (!stream) return undefined;
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

/** Runs `work` beside a product that is stopped afterwards, whatever happens. */
export async function withProduct<T>(
  dataDir: string,
  env: Record<string, string>,
  work: (product: Product) => Promise<T>,
): Promise<T> {
  const product = await startProduct(dataDir, env);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

/** Connection string of the owner of the database of a data folder, while its PostgreSQL runs. */
export async function ownerUrlOf(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, 'postgres');
  const password = (await readFile(path.join(folder, 'owner-password'), 'utf8')).trim();
  const port = (await readFile(path.join(folder, 'pg/postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://postgres:${password}@127.0.0.1:${port ?? ''}/quancheng`;
}

/** Lends a connection as the owner: to prepare and to look, never within what is measured. */
export async function withOwner<T>(dataDir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await ownerUrlOf(dataDir) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Waits for the people of the demo, who come while the product serves already. */
export async function peopleLoaded(dataDir: string, look?: () => Promise<void>): Promise<void> {
  await withOwner(dataDir, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ done: number; total: number }>(
        `select (value->>'done')::int as done, (value->>'total')::int as total from setting where key = 'demo.progress'`,
      );
      await look?.();
      if (rows[0] && rows[0].done >= rows[0].total) return;
      await sleep(1000);
    }
  });
}

/** Waits until no job is due. */
export async function jobsDone(dataDir: string): Promise<void> {
  await withOwner(dataDir, async (client) => {
    for (;;) {
      const { rowCount } = await client.query(
        `select 1 from job where state = 'open' and run_at <= now() limit 1`,
      );
      if (rowCount === 0) return;
      await sleep(250);
    }
  });
}

/** Resident memory of a process in MB, as the kernel says it. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
