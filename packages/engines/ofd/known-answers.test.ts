import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  defaultDigest,
  openPackage,
  readDocument,
  readSeal,
  renderPage,
  textOf,
  verifyDocument,
} from './index.ts';

const folder = path.resolve(import.meta.dirname, '../../../../shared/suites/ofd');
const sample = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(folder, name)));
const checksOf = (name: string, index = 0) =>
  Object.fromEntries(
    verifyDocument(sample(name)).signatures[index]?.checks.map((check) => [check.name, check.ok]) ?? [],
  );

// Documents of other producers, which are not part of the repository.
describe.runIf(existsSync(folder))('documents of other producers', () => {
  it.each([
    ['SESV4SignDoc.ofd', 5],
    ['v4signed.ofd', 13],
  ])('finds %s valid with %d protected files', (name, count) => {
    const { verdict, signatures } = verifyDocument(sample(name));
    expect(verdict).toBe('valid');
    expect(signatures).toHaveLength(1);
    expect(signatures[0]?.references.map(({ ok }) => ok)).toEqual(Array.from({ length: count }, () => true));
  });

  it('reports beside the verdict that a seal had ended when it was used', () => {
    expect(checksOf('SESV4SignDoc.ofd')).toMatchObject({
      signature: true,
      sealValidity: false,
      certificateValidity: false,
    });
    expect(checksOf('v4signed.ofd')).toMatchObject({
      sealValidity: true,
      certificateValidity: true,
      sealFile: true,
    });
  });

  it('finds that a second signature changed the list which the first one of h.ofd protects', () => {
    const { verdict, signatures } = verifyDocument(sample('h.ofd'));
    expect(verdict).toBe('invalid');
    expect(signatures.map((signature) => [signature.id, signature.verdict])).toEqual([
      ['s001', 'invalid'],
      ['s007', 'valid'],
    ]);
    expect(signatures[0]?.references.filter(({ ok }) => !ok)).toEqual([
      { file: '/Doc_0/Signs/Signatures.xml', ok: false },
    ]);
  });

  it('finds helloworld.ofd unsigned', () => {
    expect(verifyDocument(sample('helloworld.ofd'))).toEqual({ verdict: 'unsigned', signatures: [] });
  });

  it('reads the text of an invoice whose template has a path in other letters', () => {
    const [text] = textOf(readDocument(openPackage(sample('v4signed.ofd'))));
    for (const part of [
      '重庆增值税电子普通发票',
      '科游迈利有限公司',
      '叁佰壹拾捌圆整',
      '00664<120+*+2-984159/29<+>17',
    ])
      expect(text).toContain(part);
    expect(textOf(readDocument(openPackage(sample('helloworld.ofd'))))).toEqual([
      '你好呀，OFD Reader&Writer！',
    ]);
  });

  it('reads data, attachments and sizes of an invoice', () => {
    const document = readDocument(openPackage(sample('v4signed.ofd')));
    expect(document.docs[0]?.info.customData.get('发票号码')).toBe('99999951');
    expect(document.docs[0]?.attachments[0]).toMatchObject({
      name: 'original_invoice',
      path: 'Doc_0/Attachs/original_invoice.xml',
    });
    expect(document.pages[0]?.box).toEqual({ x: 0, y: 0, width: 210, height: 140 });
  });

  it('draws an invoice with its texts, its code and its seal, which is an OFD document', () => {
    const drawing = renderPage(readDocument(openPackage(sample('v4signed.ofd'))), 0);
    for (const part of ['科游迈利有限公司', '叁佰壹拾捌圆整', '国家税务总局', 'data:image/png;base64,'])
      expect(drawing).toContain(part);
  });

  it('draws a seam seal on each page, cut to its strip', () => {
    const document = readDocument(openPackage(sample('h.ofd')));
    expect(document.pages).toHaveLength(5);
    for (const number of document.pages.keys())
      expect(renderPage(document, number)).toMatch(/<clipPath id="[^"]+"><rect x="202"/);
  });

  it('reads a seal that stands alone', () => {
    const seal = readSeal(sample('UserV4.esl'));
    expect(seal).toMatchObject({ name: 'OFD R&W 测试用印章', vendor: 'OFDR&WTest', type: 3 });
    expect(seal.picture).toMatchObject({ type: 'PNG', width: 40, height: 40 });
    const signed = verifyDocument(sample('SESV4SignDoc.ofd')).signatures[0];
    expect(signed?.sealName).toBe(seal.name);
  });

  it('takes the digest and the SM2 check that it is given', () => {
    const digested: string[] = [];
    const verification = verifyDocument(sample('SESV4SignDoc.ofd'), {
      digest: (name, bytes) => {
        digested.push(name);
        return defaultDigest(name, bytes);
      },
      sm2: { verify: () => false },
    });
    expect(new Set(digested)).toEqual(new Set(['SM3']));
    expect(verification.verdict).toBe('invalid');
  });
});
