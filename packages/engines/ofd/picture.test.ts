import { describe, expect, it } from 'vitest';
import {
  glyphsOf,
  measureWith,
  openPackage,
  readDocument,
  renderPage,
  sealObjects,
  sealPicture,
  sealPictureOfd,
  sealSize,
  table,
  wrapText,
  type SealSpec,
} from './index.ts';
import { pathBox, readSvgPath } from './path-data.ts';
import { makeFont } from './testkit.ts';

const name = '春水市示例政务服务管理局';
const text = makeFont(`${name}审批专用章王小明印0123456789`, () => 1000);
const glyphs = glyphsOf(text);

/** The glyphs of the test font are squares: the outlines of a picture without its borders. */
function outlines(spec: SealSpec) {
  const filled = sealObjects(spec).filter(({ fill }) => fill !== undefined);
  return filled
    .flatMap(({ data }) => data.split('Z').filter((part) => part.trim() !== ''))
    .map((part) => pathBox(readSvgPath(part)));
}

describe('a round seal', () => {
  const spec: SealSpec = { shape: 'round', name, code: '3799000000018', line: '审批专用章', ...glyphs };

  it('is 42 mm over the outer edge of its border', () => {
    expect(sealSize(spec)).toEqual({ width: 42, height: 42 });
    expect(sealPicture(spec)).toMatch(/width="42mm" height="42mm" viewBox="0 0 42 42"/);
    const [border] = sealObjects(spec);
    const steps = readSvgPath(border?.data ?? '');
    const line = border?.stroke?.width ?? 0;
    const arc = steps.find((step) => step.op === 'arc');
    expect(2 * (arc?.op === 'arc' ? arc.radii[0] : 0) + line).toBeCloseTo(42, 5);
  });

  it('has a star, and one outline for each character, all inside the border', () => {
    const found = outlines(spec);
    expect(found).toHaveLength(1 + name.length + 5 + 13);
    for (const { x, y, width, height } of found)
      for (const [cornerX, cornerY] of [
        [x, y],
        [x + width, y + height],
      ] as const)
        expect(Math.hypot(cornerX - 21, cornerY - 21)).toBeLessThan(21.5);
  });

  it('spreads its name evenly to both sides', () => {
    const places = outlines({ shape: 'round', name, star: false, ...glyphs }).map(
      ({ x, width }) => x + width / 2,
    );
    expect(places).toHaveLength(name.length);
    for (const [index, place] of places.entries())
      expect(place - 21).toBeCloseTo(-((places[places.length - 1 - index] ?? 0) - 21), 0);
    expect(places[0]).toBeLessThan(21);
  });

  it('grows with its diameter', () => {
    const [large] = sealObjects({ ...spec, diameter: 50 });
    expect(large?.stroke?.width).toBeCloseTo((1.2 * 50) / 42, 5);
  });

  it('is the same drawing as an OFD document', () => {
    const document = readDocument(openPackage(sealPictureOfd(spec)));
    expect(document.pages[0]?.box).toEqual({ x: 0, y: 0, width: 42, height: 42 });
    const drawing = renderPage(document, 0);
    expect(drawing.match(/<path /g)).toHaveLength(2);
    expect(drawing).toContain('fill="#d7000f"');
  });
});

it('draws an oval seal of 45 by 30 with lines across', () => {
  const spec: SealSpec = { shape: 'oval', name, lines: ['0123456789', '专用章'], ...glyphs };
  expect(sealPicture(spec)).toContain('viewBox="0 0 45 30"');
  expect(outlines(spec)).toHaveLength(name.length + 10 + 3);
});

it('draws a name seal of four squares, the first character at the top right', () => {
  const spec: SealSpec = { shape: 'name', name: '王小明', ...glyphs };
  const [first, second, third, fourth] = outlines(spec);
  expect(first?.x).toBeGreaterThan(10);
  expect(second?.y).toBeGreaterThan(first?.y ?? 0);
  expect(third?.x).toBeLessThan(first?.x ?? 0);
  expect(fourth).toBeDefined();
  expect(sealSize(spec)).toEqual({ width: 20, height: 20 });
});

describe('a table', () => {
  const measure = (line: string, size: number) => measureWith(text)(line, size);

  it('draws borders and texts, and grows with its text', () => {
    const { objects, height } = table({
      x: 10,
      y: 20,
      columns: [20, 30],
      font: 'f',
      size: 4,
      padding: 1,
      lineHeight: 1.5,
      measure,
      rows: [
        { height: 10, cells: [{ text: '王小明', align: 'center', key: 'name' }, { text: '章' }] },
        { cells: [{ text: '王'.repeat(10), columns: 2 }] },
        { cells: [{ text: '市'.repeat(7) }, { text: '', rows: 2 }] },
        { cells: [{ text: '' }] },
      ],
    });
    const texts = objects.filter((object) => object.kind === 'text');
    expect(texts.map((object) => object.text)).toEqual([
      '王小明',
      '章',
      '王'.repeat(10),
      '市市市市',
      '市市市',
    ]);
    expect(texts[0]).toMatchObject({ key: 'name', x: 10 + (20 - 12) / 2 });
    // 10, one line and two paddings, two lines, and one empty line.
    expect(height).toBeCloseTo(10 + 8 + 14 + 8, 5);
    const frames = objects
      .filter((object) => object.kind === 'path')
      .map(({ data }) => pathBox(readSvgPath(data)));
    expect(frames).toHaveLength(6);
    expect(frames[2]).toEqual({ x: 10, y: 30, width: 50, height: 8 });
    expect(frames[4]?.height).toBeCloseTo(22, 5);
  });

  it('may have no borders', () => {
    const { objects } = table({
      x: 0,
      y: 0,
      columns: [9],
      font: 'f',
      size: 3,
      border: null,
      measure,
      rows: [{ cells: [{ text: '王' }] }],
    });
    expect(objects.map(({ kind }) => kind)).toEqual(['text']);
  });
});

describe('text in lines', () => {
  const measure = (line: string) => [...line].length;

  it.each([
    ['一二三四五', 3, ['一二三', '四五']],
    ['一二三，四五', 3, ['一二', '三，四', '五']],
    ['一（二三）四', 2, ['一', '（二', '三）', '四']],
    ['ab cde fg', 6, ['ab cde', 'fg']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['一\n\n二', 5, ['一', '', '二']],
    ['𠮷𠮷𠮷', 2, ['𠮷𠮷', '𠮷']],
    ['', 5, ['']],
  ])('breaks %j at %d', (line, width, lines) => {
    expect(wrapText(line, width, measure)).toEqual(lines);
  });
});
