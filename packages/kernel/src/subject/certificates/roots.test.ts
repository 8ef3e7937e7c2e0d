import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify, makePair, pem } from '../../../../engines/pki/testkit.ts';
import { readRoots } from './roots.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'qc-roots-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it('reads every certificate of every file, trusts those that are their own issuer, and names a file that is none', async () => {
  const pair = makePair('SM2');
  const root = await certify({ profile: 'root', common: '根', pair, issuer: pair });
  const between = await certify({
    profile: 'intermediate',
    common: '下级',
    pair: makePair('SM2'),
    issuer: root,
  });
  await writeFile(
    path.join(dir, 'one.pem'),
    `subject=根\n${pem(root.certificate)}${pem(between.certificate)}`,
  );
  await writeFile(path.join(dir, 'readme.txt'), 'no certificate');
  const read = await readRoots(dir);
  expect(read.roots.map(({ der }) => der)).toEqual([Buffer.from(root.certificate)]);
  expect(read.between.map(({ der }) => der)).toEqual([Buffer.from(between.certificate)]);

  await writeFile(path.join(dir, 'two.crt'), 'no certificate');
  await expect(readRoots(dir)).rejects.toThrow('two.crt');
  await writeFile(path.join(dir, 'two.crt'), pem(root.certificate.subarray(0, 100)));
  await expect(readRoots(dir)).rejects.toThrow('two.crt');
});
