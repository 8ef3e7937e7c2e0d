import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Where distributions put SoftHSM, the PKCS #11 token in software; undefined where it is not installed. */
export const softHsm: string | undefined = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
].find((file) => existsSync(file));

export interface SoftToken {
  module: string;
  /** Label. */
  token: string;
  pin: string;
  pinFile: string;
  /** For processes that are to see the token. */
  env: { SOFTHSM2_CONF: string };
  /** Takes the token out, and puts it in again. */
  takeOut(): Promise<void>;
  putIn(): Promise<void>;
  remove(): Promise<void>;
}

/** A fresh token, which this process and those that it starts see from now on. */
export async function makeSoftToken(): Promise<SoftToken> {
  if (softHsm === undefined) throw new Error('SoftHSM is not installed (softhsm2)');
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-token-'));
  const [tokens, away] = [path.join(dir, 'tokens'), path.join(dir, 'away')];
  await mkdir(tokens);
  const env = { SOFTHSM2_CONF: path.join(dir, 'softhsm2.conf') };
  await writeFile(env.SOFTHSM2_CONF, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  const before = process.env['SOFTHSM2_CONF'];
  Object.assign(process.env, env);
  const [token, pin] = ['hall', '1234'];
  const pinFile = path.join(dir, 'pin');
  await writeFile(pinFile, `${pin}\n`, { mode: 0o600 });
  const given = `--init-token --free --label ${token} --pin ${pin} --so-pin 5678`;
  execFileSync('softhsm2-util', given.split(' '));
  return {
    module: softHsm,
    token,
    pin,
    pinFile,
    env,
    takeOut: async () => {
      await rename(tokens, away);
      await mkdir(tokens);
    },
    putIn: async () => {
      await rm(tokens, { recursive: true });
      await rename(away, tokens);
    },
    remove: async () => {
      if (before === undefined) delete process.env['SOFTHSM2_CONF'];
      else process.env['SOFTHSM2_CONF'] = before;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The processes that this one started for tokens. */
export async function tokenProcesses(): Promise<number[]> {
  const found: number[] = [];
  for (const task of await readdir(`/proc/${process.pid}/task`)) {
    const text = await readFile(`/proc/${process.pid}/task/${task}/children`, 'utf8').catch(() => '');
    for (const child of text.split(' ').filter(Boolean).map(Number)) {
      const line = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
      if (line.includes('token-child.ts')) found.push(child);
    }
  }
  return found;
}
