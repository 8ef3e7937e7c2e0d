import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addSignatureTo,
  openPackage,
  prepareSignature,
  readDocument,
  textOf,
  verifyDocument,
} from '@quancheng/engines/ofd';
import { makeSeal, signer } from '../../../../engines/ofd/testkit.ts';
import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import {
  exampleOf,
  layoutBindingProblems,
  layoutFitProblems,
  makeLicenceFiles,
  previewOf,
  type LicenceData,
} from './index.ts';

type Elements = Layout['pages'][number]['elements'];

const type: LicenceTypeSource = {
  code: 'sample',
  name: { zh: '示例证明', en: 'Sample proof' },
  kind: 'proof',
  holder: 'person',
  single: false,
  catalogue: { number: '001' },
  fields: [
    { name: 'name', label: { zh: '姓名', en: 'Name' }, format: 'text', public: false, longest: 20 },
    { name: 'on', label: { zh: '日期', en: 'Date' }, format: 'date', public: true },
    { name: 'items', label: { zh: '记录', en: 'Records' }, format: 'list', public: false },
  ],
  statement: { zh: '属实。', en: 'True.' },
};

const foot: Elements = [
  { kind: 'text', x: 100, y: 240, width: 80, text: '{issuer}', size: 12, align: 'right', on: 'last' },
  { kind: 'text', x: 100, y: 248, width: 80, text: '{issuedOn}', size: 12, align: 'right', on: 'last' },
  { kind: 'code', x: 20, y: 235, size: 25, on: 'last' },
  { kind: 'seal', x: 160, y: 245, most: 30, on: 'last' },
];

const table: Elements[number] = {
  kind: 'table',
  x: 20,
  y: 60,
  width: 160,
  height: 100,
  next: { y: 20, height: 150 },
  label: 30,
  size: 12,
  rowHeight: 9,
  lines: 'grid',
  rows: [
    [
      { label: '姓名', text: '{fields.name}' },
      { label: '日期', text: '{fields.on|date}' },
    ],
    [{ label: '记录', text: '{fields.items|list}' }],
  ],
};

const layoutOf = (...elements: Elements): Layout => ({
  licence: 'sample',
  pages: [{ width: 210, height: 297, elements: [...elements, ...foot] }],
});

const dataOf = (fields: Record<string, unknown>): LicenceData => ({ ...exampleOf(type), fields });

async function textIn(layout: Layout, data: LicenceData): Promise<string> {
  const { ofd } = await makeLicenceFiles(layout, data, { ofd: 'unsealed' });
  return textOf(readDocument(openPackage(ofd ?? new Uint8Array()))).join('\n');
}

const seal = makeSeal();

describe('a licence drawn by its layout', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is drawn again after the fonts were put away for want of work', async () => {
    const layout = layoutOf(table);
    const data = dataOf({ name: '张㛃' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const first = await textIn(layout, data);
    vi.advanceTimersByTime(10 * 60_000);
    expect(await textIn(layout, data)).toBe(first);
    vi.advanceTimersByTime(59_000);
    const third = textIn(layout, data);
    vi.advanceTimersByTime(10 * 60_000);
    expect(await third).toBe(first);
  });

  it('says its values in their formats, and leaves out what the record does not hold', async () => {
    const layout = layoutOf(table, {
      kind: 'text',
      x: 20,
      y: 20,
      width: 160,
      text: '有效期至{validUntil}',
      size: 12,
    });
    const whole = await textIn(layout, dataOf({ name: '张㛃', on: '2026-03-02', items: ['甲', '乙'] }));
    for (const words of ['姓名', '张㛃', '2026年3月2日', '甲', '乙']) expect(whole).toContain(words);
    expect(whole).not.toContain('有效期至');
    const part = await textIn(layout, { ...dataOf({ name: '张㛃' }), validUntil: '2031-01-09' });
    expect(part).toContain('有效期至2031年1月9日');
    expect(part).not.toMatch(/日期|记录/);
  });

  it('loses no line of a table, however many sheets it takes; who signs stands on the last', async () => {
    const lines = fc.array(fc.stringMatching(/^[一-十]{1,60}$/), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(lines, async (items) => {
        const { ofd } = await makeLicenceFiles(layoutOf(table), dataOf({ name: '甲', items }), {
          ofd: 'unsealed',
        });
        const document = readDocument(openPackage(ofd ?? new Uint8Array()));
        const pages = textOf(document).map((text) => text.replaceAll(/\s|记录/g, ''));
        expect(pages.join('')).toContain(items.join(''));
        const signed = pages.map((text) => text.includes('春水市示例局'));
        expect(signed.indexOf(true)).toBe(document.pages.length - 1);
      }),
      { numRuns: 25 },
    );
  });

  it('carries its data, linked to the words that show it', async () => {
    const { ofd } = await makeLicenceFiles(layoutOf(table), dataOf({ name: '张㛃', on: '2026-03-02' }), {
      ofd: 'unsealed',
    });
    const { files } = openPackage(ofd ?? new Uint8Array());
    const read = (name: string) => new TextDecoder().decode(files.get(name));
    expect(JSON.parse(read('Doc_0/Attachs/licence.json'))).toMatchObject({
      type: { code: 'sample' },
      holder: { name: '张㛃𠮷' },
      fields: { name: '张㛃', on: '2026-03-02' },
    });
    const [, object = ''] = /<t:name><ofd:ObjectRef[^>]*>(\d+)</.exec(read('Doc_0/Tags/Tag_0.xml')) ?? [];
    expect(read('Doc_0/Pages/Page_0/Content.xml')).toMatch(
      new RegExp(`<ofd:TextObject ID="${object}"[^>]*>(?:(?!</ofd:TextObject>).)*张㛃`),
    );
  });

  it('is sealed where its layout says, no larger than there is room for', async () => {
    const { ofd = new Uint8Array() } = await makeLicenceFiles(layoutOf(table), dataOf({ name: '张㛃' }), {
      ofd: {
        size: { width: 42, height: 42 },
        seal: async (document, stamps) => {
          expect(stamps).toEqual([{ page: 0, boundary: { x: 145, y: 230, width: 30, height: 30 } }]);
          const prepared = prepareSignature(document, {
            seal,
            certificate: signer.certificate,
            at: new Date('2026-12-28T02:00:00Z'),
            stamps,
          });
          return addSignatureTo(prepared, signer.sign(prepared.toSign));
        },
      },
    });
    expect(verifyDocument(ofd).verdict).toBe('valid');
  });

  it('shows what people typed as text, not as markup', async () => {
    const svg = await previewOf(layoutOf(table), dataOf({ name: '<script>&"', on: '2026-03-02' }));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&#60;script&#62;&#38;&#34;');
  });
});

describe('a layout', () => {
  const bindings = async (text: string) =>
    (await layoutBindingProblems(layoutOf({ kind: 'text', x: 1, y: 1, width: 99, text, size: 9 }), type))
      .length;

  it('asks for values that its type has, in a format that suits them', async () => {
    expect(await bindings('{fields.name} {fields.on|date} {number} {page}')).toBe(0);
    for (const text of [
      '{fields.gone}',
      '{gone}',
      '{fields.on}',
      '{fields.on|money}',
      '{number|gone}',
      '{ number }',
    ])
      expect(await bindings(text), text).toBe(1);
  });

  const fits = async (...elements: Elements) =>
    (await layoutFitProblems(layoutOf(...elements), type)).map(({ text }) => text.en);

  it('keeps within its page, apart from other words, and has room for the longest values', async () => {
    const text = { kind: 'text', x: 20, y: 30, width: 170, text: '{fields.name}', size: 12 } as const;
    expect(await fits(text, table)).toEqual([]);
    expect(await fits({ ...text, x: 190, width: 170 })).toContainEqual(expect.stringContaining('leaves'));
    expect(await fits(text, { ...text, y: 32 })).toContainEqual(expect.stringContaining('overlap'));
    expect(await fits({ ...text, width: 20 })).toContainEqual(expect.stringContaining('do not fit'));
    expect(await fits({ ...text, x: 30, y: 240 })).toContainEqual(expect.stringContaining('overlap'));
    expect(await fits({ kind: 'seal', x: 160, y: 245 })).toContainEqual(expect.stringContaining('one place'));
    const elsewhere = {
      ...layoutOf(),
      pages: [{ width: 210, height: 297, elements: foot.slice(0, 3) }],
    };
    elsewhere.pages[0]?.elements.push({ kind: 'seal', x: 40, y: 60 });
    expect((await layoutFitProblems(elsewhere, type)).map(({ text: { en } }) => en)).toContainEqual(
      expect.stringContaining('not over the issuer'),
    );
  });
});
