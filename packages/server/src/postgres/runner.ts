import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { chown, cp, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
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

/**
 * PostgreSQL refuses to run as root. For root we first map ourselves to another user in a user
 * namespace (this works below a home that others cannot enter), then try an account of the machine
 * with a copy of the programs that it can read.
 */
export async function findRunner(dir: string, binaries: Binaries): Promise<Runner> {
  if (process.getuid?.() !== 0) return direct(binaries.bin);
  if (await canUnshare()) return unshared(binaries.bin);
  const account = await findAccount();
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

async function canUnshare(): Promise<boolean> {
  try {
    const { stdout } = await exec('unshare', ['--user', '--map-user=1000', 'id', '-u']);
    return stdout.trim() === '1000';
  } catch {
    return false;
  }
}

interface Account {
  uid: number;
  gid: number;
}

async function findAccount(): Promise<Account | undefined> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const uid = Number((await exec('id', ['-u', name])).stdout);
      const gid = Number((await exec('id', ['-g', name])).stdout);
      return { uid, gid };
    } catch {
      // this machine has no such account
    }
  }
  return undefined;
}

async function asAccount(dir: string, binaries: Binaries, { uid, gid }: Account): Promise<Runner> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'quancheng-postgres-'));
  await cp(binaries.root, copy, { recursive: true, verbatimSymlinks: true });
  await chown(copy, uid, gid);
  await chown(dir, uid, gid);
  return {
    spawn: (program, args, stdio) =>
      spawn(path.join(copy, 'bin', program), args, { stdio, uid, gid, cwd: copy, detached: true }),
    own: (target) => chown(target, uid, gid),
  };
}
