import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage, withFiles, writeDocument, zipPackage } from '@quancheng/engines/ofd';
import { licence, licenceText, sign } from '../../../engines/ofd/testkit.ts';
import { qc } from '../testkit.ts';

interface Verified {
  verdict: string;
  signatures: {
    id: string;
    verdict: string;
    checks: { name: string; ok: boolean; detail: string }[];
    references: { file: string; ok: boolean }[];
  }[];
}

const samples = path.resolve(import.meta.dirname, '../../../../../shared/suites/ofd');

describe('./qc ofd', () => {
  let dir: string;
  const plain = writeDocument(licence());
  const sealed = zipPackage(sign(plain));
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-ofd-'));
    const pkg = openPackage(sealed);
    const page = [...pkg.files.keys()].find((name) => /Pages\/.*Content\.xml$/.test(name)) ?? '';
    const other = new TextDecoder().decode(pkg.files.get(page)).replace('2030', '2040');
    const changed = zipPackage(withFiles(pkg, new Map([[page, new TextEncoder().encode(other)]])));
    const files = {
      plain,
      sealed,
      changed,
      text: Buffer.from('不是文件'),
      pdf: Buffer.from('%PDF-1.7\n%%EOF\n'),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(dir, name), bytes);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const verify = async (file: string) => {
    const { code, out } = await qc(['ofd', 'verify', path.resolve(dir, file), '--json']);
    return { code, ...(JSON.parse(out) as Verified) };
  };

  it('verify tells programs each check and each protected file, and says by its code what came of it', async () => {
    const found = await verify('sealed');
    expect([found.code, found.verdict]).toEqual([0, 'valid']);
    const [signature] = found.signatures;
    expect(signature?.verdict).toBe('valid');
    expect(Object.keys(signature?.checks[0] ?? {})).toEqual(['name', 'ok', 'detail']);
    expect(signature?.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['references', 'dataHash', 'signature', 'sealSignature', 'trust', 'coverage']),
    );
    expect(signature?.references.length).toBeGreaterThan(3);
    expect(signature?.references.every(({ ok, file }) => ok && file !== '')).toBe(true);

    const changed = await verify('changed');
    expect([changed.code, changed.verdict]).toEqual([1, 'invalid']);
    expect(changed.signatures[0]?.references.filter(({ ok }) => !ok)).toHaveLength(1);
    expect(await verify('plain')).toEqual({ code: 0, verdict: 'unsigned', signatures: [] });
    expect(await verify('pdf')).toEqual({ code: 0, verdict: 'unsigned', signatures: [] });
  });

  it('verify tells people the same in words', async () => {
    const { code, out } = await qc(['ofd', 'verify', path.join(dir, 'changed')]);
    expect([code, out]).toEqual([1, expect.stringContaining('核验没有通过')]);
    expect(out).toMatch(/✗ references: 已改动或缺失/);
  });

  it('text prints what a document says, by page', async () => {
    const { code, out } = await qc(['ofd', 'text', path.join(dir, 'sealed')]);
    expect([code, out]).toEqual([0, expect.stringContaining(licenceText)]);
  });

  it.each([
    ['text', /读不出来[\s\S]*cannot be read/],
    ['gone', /没有文件[\s\S]*There is no file/],
  ])('says in both languages what is wrong with a file: %s', async (file, words) => {
    const { code, err } = await qc(['ofd', 'verify', path.join(dir, file)]);
    expect(code).not.toBe(0);
    expect(err).toMatch(words);
  });

  it.runIf(existsSync(samples)).each([
    ['SESV4SignDoc.ofd', 'valid', [5]],
    ['v4signed.ofd', 'valid', [13]],
    ['h.ofd', 'invalid', expect.any(Array)],
    ['helloworld.ofd', 'unsigned', []],
  ])('verify judges %s as published', async (name, verdict, references) => {
    const found = await verify(path.join(samples, name));
    expect(found.verdict).toBe(verdict);
    expect(found.signatures.map((one) => one.references.length)).toEqual(references);
  });
});
