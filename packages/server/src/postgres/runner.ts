import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { postgresErrors } from './errors.ts';

const exec = promisify(execFile);

/** How the programs of PostgreSQL are run by the account that started us. */
export interface Runner {
  spawn(program: 'initdb' | 'postgres', args: string[], stdio: StdioOptions): ChildProcess;
  /** Gives a file or folder to the account that runs PostgreSQL. */
  own(target: string): Promise<void>;
}

/** Who we are, and where the programs of the machine are found. */
export interface Machine {
  uid: number | undefined;
  env: NodeJS.ProcessEnv;
}

/**
 * PostgreSQL refuses to run as root. For root we first map ourselves to another user in a user
 * namespace (this works below a home that others cannot enter), then try an account of the machine
 * with a copy of the programs that it can read. Errors: `postgres.root-only`.
 */
export async function findRunner(
  dir: string,
  binaries: Binaries,
  machine: Machine = { uid: process.getuid?.(), env: process.env },
): Promise<Runner> {
  if (machine.uid !== 0) return direct(binaries.bin);
  if (await canUnshare(machine)) return unshared(binaries.bin);
  const account = await findAccount(machine);
  if (!account) throw postgresErrors.rootOnly();
  return asAccount(dir, binaries, account);
}

function direct(bin: string): Runner {
  return {
    spawn: (program, args, stdio) => spawn(path.join(bin, program), args, { stdio, detached: true }),
    own: async () => undefined,
  };
}

function unshared(bin: string): Runner {
  return {
    spawn: (program, args, stdio) =>
      spawn('unshare', ['--user', '--map-user=1000', path.join(bin, program), ...args], {
        stdio,
        detached: true,
      }),
    own: async () => undefined,
  };
}

async function canUnshare({ env }: Machine): Promise<boolean> {
  try {
    const { stdout } = await exec('unshare', ['--user', '--map-user=1000', 'id', '-u'], { env });
    return stdout.trim() === '1000';
  } catch {
    return false;
  }
}

interface Account {
  uid: number;
  gid: number;
}

async function findAccount({ env }: Machine): Promise<Account | undefined> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = Number((await exec('id', ['-u', name], { env })).stdout);
      const gid = Number((await exec('id', ['-g', name], { env })).stdout);
      return { uid, gid };
    } catch {
      // this machine has no such account
    }
  }
  return undefined;
}

async function asAccount(dir: string, binaries: Binaries, account: Account): Promise<Runner> {
  // The data folder is ours alone; the account must pass through it to its own part, and see nothing else.
  const parent = path.dirname(dir);
  await chmod(parent, ((await stat(parent)).mode & 0o7777) | 0o011);
  await chown(dir, account.uid, account.gid);
  const copy = await copyPrograms(dir, binaries);
  await refuseUnreachable(path.join(copy, 'bin/postgres'), account);
  return {
    spawn: (program, args, stdio) =>
      spawn(path.join(copy, 'bin', program), args, { ...account, stdio, cwd: dir, detached: true }),
    own: (target) => chown(target, account.uid, account.gid),
  };
}

/** The programs as everyone may read them: those of `node_modules` may lie below a home that is closed. */
async function copyPrograms(dir: string, { root, major }: Binaries): Promise<string> {
  const copy = path.join(dir, `programs-${major}`);
  if (existsSync(copy)) return copy;
  await cp(root, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
  await rename(`${copy}.new`, copy);
  return copy;
}

/** Below a closed home even an account that exists cannot stand in. */
async function refuseUnreachable(program: string, account: Account): Promise<void> {
  await exec(program, ['--version'], { ...account, cwd: '/' }).catch(() => {
    throw postgresErrors.rootOnly();
  });
}
