import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { run } from './steps.ts';

const bin = '/usr/lib/postgresql/15/bin';

/** Debian's PostgreSQL 15 in a folder of its own, under the account that the package made. */
export async function startDebianPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'qc-pg15-'));
  const uid = Number((await run('id', ['-u', 'postgres'])).output);
  const gid = Number((await run('id', ['-g', 'postgres'])).output);
  const asRoot = process.getuid?.() === 0;
  const passwordFile = path.join(dir, 'password');
  writeFileSync(passwordFile, 'test');
  if (asRoot) for (const target of [dir, passwordFile]) chownSync(target, uid, gid);
  const identity = asRoot ? { uid, gid } : {};
  const data = path.join(dir, 'data');
  const begin = (program: string, args: string[]) =>
    spawn(path.join(bin, program), args, { ...identity, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
  const init = begin('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ]);
  const code = await new Promise<number | null>((resolve) => init.once('close', resolve));
  if (code !== 0) throw new Error(`initdb of PostgreSQL 15 ended with ${code}`);
  const port = await freePort();
  const server = begin('postgres', [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=100',
  ]);
  const exited = new Promise<void>((resolve) => server.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stderr.on(
      'data',
      (part: Buffer) => part.toString().includes('ready to accept connections') && resolve(),
    );
    server.once('exit', (ended) => reject(new Error(`PostgreSQL 15 ended with ${ended}`)));
  });
  return {
    url: `postgres://postgres:test@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
