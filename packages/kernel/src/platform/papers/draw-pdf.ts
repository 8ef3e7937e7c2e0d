import fontkit from '@pdf-lib/fontkit';
import {
  appendBezierCurve,
  beginText,
  closePath,
  concatTransformationMatrix,
  drawObject,
  endText,
  fill,
  lineTo,
  moveTo,
  PDFDocument,
  popGraphicsState,
  pushGraphicsState,
  rgb,
  setCharacterSpacing,
  setFillingColor,
  setFontAndSize,
  setLineWidth,
  setStrokingColor,
  setTextMatrix,
  showText,
  stroke,
  type PDFFont,
  type PDFOperator,
  type PDFPage,
} from 'pdf-lib';
import type { Fonts } from './fonts.ts';
import { packByZlib } from './save.ts';
import type { Face, Mark, PathMark, PhotoMark, Sheet, TextMark } from './sheet.ts';

const mm = 72 / 25.4;

/** Sheets as the pages of a PDF; only the characters that they use are embedded, so it stays small. */
export async function drawPdf(sheets: readonly Sheet[], fonts: Fonts): Promise<PDFDocument> {
  const pdf = await PDFDocument.create();
  packByZlib(pdf);
  pdf.registerFontkit(fontkit);
  const embedded: Partial<Record<Face, PDFFont>> = {};
  for (const [face, bytes] of Object.entries(fonts)) {
    const features = { kern: false, liga: false, palt: false };
    embedded[face as Face] = await pdf.embedFont(bytes, { subset: false, features });
  }
  for (const sheet of sheets) await drawSheet(pdf, sheet, embedded);
  return pdf;
}

async function drawSheet(
  pdf: PDFDocument,
  { width, height, marks }: Sheet,
  fonts: Partial<Record<Face, PDFFont>>,
): Promise<void> {
  const page = pdf.addPage([width * mm, height * mm]);
  // From here on lengths are millimetres and y goes down.
  page.pushOperators(pushGraphicsState(), concatTransformationMatrix(mm, 0, 0, -mm, 0, height * mm));
  for (const mark of marks) page.pushOperators(...(await operatorsOf(pdf, page, mark, fonts)));
  page.pushOperators(popGraphicsState());
}

async function operatorsOf(
  pdf: PDFDocument,
  page: PDFPage,
  mark: Mark,
  fonts: Partial<Record<Face, PDFFont>>,
): Promise<PDFOperator[]> {
  if (mark.kind === 'path') return pathOperators(mark);
  if (mark.kind === 'photo') return photoOperators(pdf, page, mark);
  const font = fonts[mark.face];
  return font ? textOperators(page, font, mark) : [];
}

function textOperators(page: PDFPage, font: PDFFont, mark: TextMark): PDFOperator[] {
  const turn = (mark.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return [
    beginText(),
    setFillingColor(colorOf(mark.color)),
    setFontAndSize(keyOf(page, font), mark.size),
    setCharacterSpacing(mark.spacing),
    setTextMatrix(cos, sin, sin, -cos, mark.x, mark.y),
    showText(font.encodeText(mark.text)),
    endText(),
  ];
}

const keys = new WeakMap<PDFPage, Map<PDFFont, ReturnType<PDFPage['node']['newFontDictionary']>>>();

/** The name of a font on a page, one however often it is used. */
function keyOf(page: PDFPage, font: PDFFont) {
  const known = keys.get(page) ?? new Map();
  keys.set(page, known);
  const key = known.get(font) ?? page.node.newFontDictionary(font.name, font.ref);
  known.set(font, key);
  return key;
}

async function photoOperators(
  pdf: PDFDocument,
  page: PDFPage,
  { x, y, width, height, bytes }: PhotoMark,
): Promise<PDFOperator[]> {
  const image = await (bytes[0] === 0x89 ? pdf.embedPng(bytes) : pdf.embedJpg(bytes));
  return [
    pushGraphicsState(),
    concatTransformationMatrix(width, 0, 0, -height, x, y + height),
    drawObject(page.node.newXObject('Photo', image.ref)),
    popGraphicsState(),
  ];
}

function pathOperators({ data, fill: filling, stroke: line }: PathMark): PDFOperator[] {
  const outline = outlineOf(data);
  return [
    ...(filling === undefined ? [] : [setFillingColor(colorOf(filling)), ...outline, fill()]),
    ...(line === undefined
      ? []
      : [setStrokingColor(colorOf(line.color)), setLineWidth(line.width), ...outline, stroke()]),
  ];
}

const counts: Readonly<Record<string, number>> = { M: 2, L: 2, Q: 4, C: 6 };

function outlineOf(data: string): PDFOperator[] {
  const operators: PDFOperator[] = [];
  let [x, y] = [0, 0];
  for (const [, letter = '', numbers = ''] of data.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const values = numbers.trim().split(/\s+/).filter(Boolean).map(Number);
    const count = counts[letter] ?? Infinity;
    if (letter === 'Z') operators.push(closePath());
    for (let at = 0; at + count <= values.length; at += count) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values.slice(at, at + count);
      if (letter === 'M') operators.push(moveTo(a, b));
      if (letter === 'L') operators.push(lineTo(a, b));
      // PDF has cubic curves alone; these handles draw the quadratic one.
      if (letter === 'Q')
        operators.push(
          appendBezierCurve(
            x + (2 / 3) * (a - x),
            y + (2 / 3) * (b - y),
            c + (2 / 3) * (a - c),
            d + (2 / 3) * (b - d),
            c,
            d,
          ),
        );
      if (letter === 'C') operators.push(appendBezierCurve(a, b, c, d, e, f));
      [x, y] = values.slice(at + count - 2, at + count) as [number, number];
    }
  }
  return operators;
}

function colorOf(color: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(
    (at) => Number.parseInt(color.slice(at, at + 2), 16) / 255,
  );
  return rgb(red, green, blue);
}
