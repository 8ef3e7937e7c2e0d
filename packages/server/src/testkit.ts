import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './city.ts';

/** What a program left behind when it ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A server in a process of its own, started as `npm start` does. */
export interface StartedServer {
  pid: number;
  /** Resolves when it is ready, rejects when it ends before. */
  ready: Promise<{ portal: string; desk: string; api: string }>;
  ended: Promise<Ended>;
  /** Everything printed so far, the steps among it. */
  printed(): string;
  kill(signal: NodeJS.Signals): void;
}

type Environment = Readonly<Record<string, string>>;

const shared = {
  PATH: process.env['PATH'] ?? '',
  // The second process need not compile what the first one did.
  NODE_COMPILE_CACHE: path.join(root, '.cache/node'),
};

/** The web is served as it was built: a test of the start does not build it. */
export function startProcess(env: Environment, ...args: string[]): StartedServer {
  const child = spawn(
    process.execPath,
    [path.join(root, 'tools/start.ts'), '--json', '--no-build', ...args],
    {
      env: { ...shared, PORT: '0', QC_DEMO_PEOPLE: '10', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = collect(child);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, ...output }));
  });
  const ready = new Promise<Awaited<StartedServer['ready']>>((resolve, reject) => {
    child.stdout?.on('data', () => {
      // The log goes the same way.
      const line = output.out.split('\n').find((text) => text.startsWith('{"ready":true,'));
      if (line?.endsWith('}')) resolve(JSON.parse(line) as Awaited<StartedServer['ready']>);
    });
    void ended.then(({ err }) => reject(new Error(`the server ended before it was ready: ${err}`)));
  });
  ready.catch(() => undefined); // whoever waits for the end does not ask whether it was ready
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    printed: () => output.err,
    kill: (signal) => void child.kill(signal),
  };
}

function collect(child: ChildProcess): { out: string; err: string } {
  const output = { out: '', err: '' };
  child.stdout?.on('data', (part: Buffer) => (output.out += part.toString('utf8')));
  child.stderr?.on('data', (part: Buffer) => (output.err += part.toString('utf8')));
  return output;
}

/** Runs `./qc`. */
export function qc(args: readonly string[], env: Environment = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      path.join(root, 'qc'),
      args,
      { env: { ...shared, ...env }, maxBuffer: 2 ** 26 },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, out, err }),
    );
  });
}

/** The pid of the embedded PostgreSQL of a data folder, as it wrote it down. */
export async function postgresPid(dataDir: string): Promise<number> {
  const text = await readFile(path.join(dataDir, 'postgres/pg/postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]);
}

/** Processes that a process started and that still run; Linux only, as the kernel tells it. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

export async function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

/** Whether a process runs: one that ended and was not waited for yet does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}
