import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as der from '../der/index.ts';
import {
  addSignatureTo,
  buildPackage,
  makeSm2,
  openPackage,
  prepareSignature,
  readDocument,
  readSeal,
  readSignatureLists,
  renderPage,
  sealPictureOfd,
  seamStamps,
  verificationJson,
  verifyDocument,
  withFiles,
  writeDocument,
  zipPackage,
  type CheckName,
  type Package,
} from './index.ts';
import { licence, maker, makeSeal, makeSigner, redPng, sign, signer, signInput } from './testkit.ts';

const plain = buildPackage(licence());
const signed = sign(plain);
const now = { at: new Date('2026-09-01') };

function checkOf(pkg: Package | Uint8Array, name: CheckName, index = 0) {
  return verifyDocument(pkg, now).signatures[index]?.checks.find((check) => check.name === name);
}

describe('a signed document', () => {
  it('is valid, as a package and as a file', () => {
    expect(verifyDocument(signed, now).verdict).toBe('valid');
    const verification = verifyDocument(zipPackage(signed), now);
    expect(verification.verdict).toBe('valid');
    expect(verification.signatures[0]).toMatchObject({
      signedAt: '2026-08-04T02:08:09.000Z',
      sealName: '春水示例局',
      signerName: '春水示例局 签名',
      method: '1.2.156.10197.1.501',
    });
    const failed = verification.signatures[0]?.checks.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(failed).toEqual(['trust']);
  });

  it('is signed in two steps, with r and s or with DER', () => {
    const prepared = prepareSignature(plain, signInput());
    const raw = signer.sign(prepared.toSign);
    const asDer = der.sequence(der.unsigned(raw.subarray(0, 32)), der.unsigned(raw.subarray(32)));
    expect(addSignatureTo(prepared, asDer)).toEqual(addSignatureTo(prepared, raw));
    expect(verifyDocument(addSignatureTo(prepared, asDer), now).verdict).toBe('valid');
    expect(() => addSignatureTo(prepared, raw.subarray(1))).toThrow(/no SM2 signature/);
  });

  it('is reported in the promised shape', () => {
    const json: unknown = JSON.parse(JSON.stringify(verificationJson(verifyDocument(signed, now))));
    expect(json).toMatchObject({
      verdict: 'valid',
      signatures: [
        { id: '1', verdict: 'valid', references: expect.arrayContaining([{ file: '/OFD.xml', ok: true }]) },
      ],
    });
    expect(json).toHaveProperty('signatures.0.checks.0', {
      name: 'references',
      ok: true,
      detail: expect.stringContaining('unchanged (SM3)'),
    });
  });

  it('says in both languages what was checked', () => {
    for (const { text, detail } of verifyDocument(signed, now).signatures[0]?.checks ?? []) {
      expect(text.en).toBe(detail);
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('shows its seal in the place of the stamp', () => {
    expect(renderPage(readDocument(signed), 0)).toMatch(
      /translate\(120 200\)"><image width="42" height="42"/,
    );
    expect(renderPage(readDocument(signed), 0, { seals: false })).not.toContain('translate(120 200)');
  });

  it('of one page stays below 60 kB with a seal drawn in vectors', () => {
    const picture = sealPictureOfd({ shape: 'round', name: '', glyphs: () => [] });
    const seal = makeSeal({ picture: { type: 'OFD', data: picture, width: 42, height: 42 } });
    const font = licence().fonts?.[0]?.bytes ?? new Uint8Array();
    // Bytes after the tables that nothing compresses, up to the usual size of a subset.
    let state = 1;
    const noise = Uint8Array.from(
      { length: 20_000 - font.length },
      () => (state = (state * 1_103_515_245 + 12_345) >>> 0) >>> 16,
    );
    const big = Uint8Array.from([...font, ...noise]);
    const input = licence({ fonts: [{ id: 'song', name: 'Noto Serif SC', bytes: big }] });
    expect(zipPackage(sign(buildPackage(input), { seal })).length).toBeLessThan(60_000);
    expect(renderPage(readDocument(sign(buildPackage(input), { seal })), 0)).toContain(
      '<svg width="42" height="42"',
    );
  });
});

describe('several signatures', () => {
  const other = makeSigner(3, '复核人');
  const otherSeal = makeSeal({
    name: '复核章',
    signers: { kind: 'certificates', certificates: [other.certificate] },
  });

  it('stand beside each other, the later ones over the earlier ones', () => {
    const twice = sign(zipPackage(signed), { seal: otherSeal }, other);
    const { verdict, signatures } = verifyDocument(zipPackage(twice), now);
    expect(verdict).toBe('valid');
    expect(signatures.map(({ sealName }) => sealName)).toEqual(['春水示例局', '复核章']);
    expect(new Set(signatures.map(({ id }) => id)).size).toBe(2);
    expect(signatures[1]?.references.map(({ file }) => file)).toContain(
      '/Doc_0/Signs/Sign_0/SignedValue.dat',
    );
    const stampIds = readSignatureLists(twice).flatMap((list) =>
      list.signatures.flatMap(({ id, stamps }) => [id, ...stamps.map((stamp) => stamp.id)]),
    );
    expect(new Set(stampIds).size).toBe(4);
  });

  it('end with one that closes the document', () => {
    const closed = sign(signed, { seal: otherSeal, last: true }, other);
    expect(verifyDocument(closed, now).verdict).toBe('valid');
    expect(checkOf(closed, 'coverage', 1)?.detail).toContain('No more signatures');
    expect(checkOf(signed, 'coverage')?.detail).toContain('More signatures may be added');
    expect(() => sign(closed)).toThrow(expect.objectContaining({ code: 'closed' }));
  });

  it('lose the first one when the second takes something away from it', () => {
    const twice = sign(signed, { seal: otherSeal }, other);
    const changed = withFiles(twice, new Map([['Doc_0/Attachs/licence.json', new Uint8Array([1])]]));
    const { signatures } = verifyDocument(changed, now);
    expect(signatures.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid']);
  });

  it('may be one seal over the seam of all pages', () => {
    const [page] = licence().pages;
    const pages = Array.from({ length: 3 }, () => page ?? { width: 210, height: 297, objects: [] });
    const stamps = seamStamps(pages, { width: 42, height: 42 }, 120);
    const sealed = sign(buildPackage(licence({ pages })), { stamps });
    expect(verifyDocument(sealed, now).verdict).toBe('valid');
    const document = readDocument(sealed);
    // The strip at the right edge, 14 mm wide, on every page.
    for (const number of [0, 1, 2])
      expect(renderPage(document, number)).toContain('<rect x="196" y="120" width="14" height="42"/>');
  });
});

it.runIf(existsSync('/usr/bin/openssl'))('makes certificates that another reader understands', async () => {
  const { execFileSync } = await import('node:child_process');
  const out = execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-subject', '-nameopt', 'utf8'], {
    input: signer.certificate,
  });
  expect(out.toString()).toContain('春水示例局 签名');
});

it('reads back the seal that it makes', () => {
  const extensions = [
    { id: '1.2.3', critical: false, value: new Uint8Array([1]) },
    { id: '1.2.4', critical: true, value: new Uint8Array([2]) },
  ];
  const seal = readSeal(makeSeal({ extensions }));
  expect(seal).toMatchObject({ id: '37010000000001', name: '春水示例局', type: 1, extensions });
  expect(seal.picture).toEqual({ type: 'PNG', data: redPng, width: 42, height: 42 });
  expect(makeSm2().verify(seal.infoDer, seal.signature, maker.publicKey)).toBe(true);
});

it('signs what was written and read again', () => {
  const bytes = zipPackage(sign(openPackage(writeDocument(licence()))));
  expect(verifyDocument(bytes, now).verdict).toBe('valid');
});
