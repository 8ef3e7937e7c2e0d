import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readX509 } from '@quancheng/engines/pki';
import { checkSignature, isStrongKey } from './certified.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'qc-signatures-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const curve = (name: string) => ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${name}`];

// What OpenSSL signs by itself, each by its own key.
it.each([
  ['RSA of 2048 bits with SHA-256', ['-newkey', 'rsa:2048', '-sha256'], true, true],
  ['RSA of 3072 bits with SHA-512', ['-newkey', 'rsa:3072', '-sha512'], true, true],
  ['P-256 with SHA-256', [...curve('P-256'), '-sha256'], true, true],
  ['P-384 with SHA-384', [...curve('P-384'), '-sha384'], true, true],
  ['RSA of 1024 bits', ['-newkey', 'rsa:1024', '-sha256'], false, false],
  ['RSA with SHA-1', ['-newkey', 'rsa:2048', '-sha1'], false, true],
  ['a curve of its own', [...curve('secp256k1'), '-sha256'], false, false],
  ['Ed25519', ['-newkey', 'ed25519'], false, false],
] as const)('takes, or does not take, %s', async (_name, how, isTaken, isStrong) => {
  const asked = ['req', '-x509', '-nodes', '-subj', '/CN=x', '-days', '2', ...how];
  const place = ['-keyout', 'key.pem', '-outform', 'DER', '-out', 'made.der'];
  const made = spawnSync('openssl', [...asked, ...place], { cwd: dir });
  expect(made.status).toBe(0);
  const read = readX509(await readFile(path.join(dir, 'made.der')));
  expect(checkSignature(read.keyInfo, read)).toBe(isTaken);
  expect(isStrongKey(read.keyInfo)).toBe(isStrong);
  const changed = Uint8Array.from(read.tbs);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(checkSignature(read.keyInfo, { ...read, tbs: changed })).toBe(false);
});
