import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.ts';
import { postgresErrors } from './errors.ts';
import { findRunner, type Runner } from './runner.ts';

export interface EmbeddedPostgres {
  /** Connection string of the owner of the database. */
  url: string;
  port: number;
  /** Whether this start made the data folder. */
  created: boolean;
  /** Whether a PostgreSQL that ran already is used: left over by a killed server, or kept by a living one. */
  adopted: boolean;
  /** Stops PostgreSQL, unless another living process keeps it. */
  stop(): Promise<void>;
}

interface Options {
  /** Folder for everything of this PostgreSQL; made when missing. */
  dir: string;
  database: string;
  /** Hears one line a happening (initialising, adopted, restarted). */
  note?: (happening: 'initialise' | 'adopt' | 'restart') => void;
  /** Trade durability for speed; only for databases that a test throws away. */
  unsafe?: 'test';
}

/**
 * Runs a real PostgreSQL below `dir`, on a free loopback port. One that survived a killed server is
 * adopted; one that dies while we run is started again on the same port.
 */
export async function startEmbedded(options: Options): Promise<EmbeddedPostgres> {
  const dir = path.resolve(options.dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const data = path.join(dir, 'pg');
  const binaries = await findBinaries();
  const runner = await findRunner(dir, binaries);
  const password = await ownerPassword(dir);
  const created = !existsSync(path.join(data, 'PG_VERSION'));
  if (created) {
    options.note?.('initialise');
    await initialise(runner, dir, data, password);
  }
  await refuseOtherVersion(data, binaries);

  const living = await findLiving(data);
  const adopted = living !== undefined;
  const port = living?.port ?? (await freePort());
  const sockets = living ? living.sockets : socketFolder(dir, port);
  const urlOf = (database: string): string =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${database}${sockets === '' ? '' : `?host=${encodeURIComponent(sockets)}`}`;
  let stopping = false;
  let child: ChildProcess | undefined;
  let watch: NodeJS.Timeout | undefined;

  async function launch(): Promise<void> {
    await writeFile(path.join(dir, 'keeper.pid'), String(process.pid), { mode: 0o600 });
    child = run(runner, dir, { data, port, sockets, unsafe: options.unsafe === 'test' });
    child.once('exit', relaunch).once('error', relaunch);
  }

  function relaunch(): void {
    if (stopping) return;
    options.note?.('restart');
    setTimeout(() => void (stopping || launch()), 500);
  }

  /** One that is not our child tells nobody of its end. */
  function watchOver(pid: number): void {
    watch = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(watch);
      relaunch();
    }, 500);
  }

  if (living) {
    options.note?.('adopt');
    if (!isAlive(await readKeeper(dir)))
      await writeFile(path.join(dir, 'keeper.pid'), String(process.pid), { mode: 0o600 });
    watchOver(living.pid);
  } else await launch();
  try {
    await ready(urlOf('postgres'), dir);
    await createDatabase(urlOf('postgres'), options.database);
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearInterval(watch);
    if ((await readKeeper(dir)) !== process.pid) return;
    // A child that has just begun has not written its pid file yet.
    const pid = (await findLiving(data))?.pid ?? (child?.exitCode === null ? child.pid : undefined);
    if (pid === undefined || !isAlive(pid)) return;
    process.kill(pid, 'SIGINT'); // fast shutdown: roll back what is open, checkpoint, end
    for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 50) await sleep(50);
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
  }

  return { url: urlOf(options.database), port, created, adopted, stop };
}

async function ownerPassword(dir: string): Promise<string> {
  const file = path.join(dir, 'owner-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
}

async function initialise(runner: Runner, dir: string, data: string, password: string): Promise<void> {
  const passwordFile = path.join(dir, 'init-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await runner.own(passwordFile);
  await runner.own(dir);
  // Without a fixed locale, a machine with no LANG makes SQL_ASCII and Chinese breaks.
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
  ];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions');
  const output: Buffer[] = [];
  const child = runner.spawn('initdb', args, ['ignore', 'pipe', 'pipe']);
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    await rm(data, { recursive: true, force: true });
    throw postgresErrors.failed({ reason: Buffer.concat(output).toString('utf8').trim().slice(-400) });
  }
  await chmod(data, 0o700);
}

async function refuseOtherVersion(data: string, binaries: Binaries): Promise<void> {
  const found = (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim();
  if (found !== binaries.major) throw postgresErrors.dataVersion({ found, known: binaries.major });
}

/**
 * Where the socket lies, or empty: a statement over a socket costs half the time of one over loopback, but its
 * path may only be so long.
 */
function socketFolder(dir: string, port: number): string {
  const fits = Buffer.byteLength(path.join(dir, `.s.PGSQL.${port}`)) < 104 && !dir.includes(',');
  return fits && process.platform !== 'win32' ? dir : '';
}

interface RunOptions {
  data: string;
  port: number;
  sockets: string;
  unsafe: boolean;
}

function run(runner: Runner, dir: string, { data, port, sockets, unsafe }: RunOptions): ChildProcess {
  const log = openSync(path.join(dir, 'postgres.log'), 'a', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
    max_connections: '120',
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    random_page_cost: '1.1',
    wal_compression: 'on',
    max_wal_size: '2GB',
    ...(unsafe ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own process group: Ctrl-C in the terminal must reach us first, so that requests can drain.
  const child = runner.spawn('postgres', ['-D', data, '-p', String(port), ...flags], ['ignore', log, log]);
  closeSync(log);
  return child;
}

async function ready(url: string, dir: string): Promise<void> {
  let reason = '';
  for (let waited = 0; waited < 60_000; waited += 100) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
      await client.end().catch(() => undefined);
    }
    await sleep(100);
  }
  throw postgresErrors.failed({ reason: `${reason} (${dir})` });
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The postmaster of a data folder, if it still runs; its pid file says pid, port and where its socket lies. */
async function findLiving(data: string): Promise<{ pid: number; port: number; sockets: string } | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  const living = pid && port && isAlive(pid) && (await isPostgres(pid));
  return living ? { pid, port, sockets: lines[4] ?? '' } : undefined;
}

/** The process that started this PostgreSQL or took it over, and so stops it. */
async function readKeeper(dir: string): Promise<number> {
  return Number(await readFile(path.join(dir, 'keeper.pid'), 'utf8').catch(() => '0'));
}

/** A pid may have been given to another program since; on Linux its name tells. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres';
}

function isAlive(pid: number): boolean {
  // 0 and below name whole process groups.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      // 5432 belongs to a PostgreSQL of the machine, even when that one is not up yet.
      server.close(() => (port === 5432 ? resolve(freePort()) : resolve(port)));
    });
  });
}
