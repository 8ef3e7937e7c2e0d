import { makeArchivable } from './archive.ts';
import { drawPdf } from './draw-pdf.ts';
import { loadRuler } from './font.ts';
import { fontsOf, withRareFace } from './fonts.ts';
import { wrap } from './lines.ts';
import type { Paper, PaperBlock, Sealing } from './model.ts';
import { describe, savePdf } from './save.ts';
import { codePath, straight } from './shapes.ts';
import { sealPlace } from './seal-place.ts';
import { grey, ink, point, widthOf, type Ruler, type Sheet } from './sheet.ts';
import { addSignatureField, signLaidOut } from './signature.ts';
import { setLine, widthIn, type Align } from './text.ts';

const a4 = { width: 210, height: 297 };
const margin = { top: 37, bottom: 35, left: 28, right: 26 }; // GB/T 9704
const width = a4.width - margin.left - margin.right;
const brand = '#0d5961';
const frame = '#b8bfc2';

/** Sheets while they are filled, from top to bottom. */
interface Writing {
  sheets: Sheet[];
  sheet: Sheet;
  /** Where the next line has its middle. */
  y: number;
  ruler: Ruler;
}

/** Sets a paper as PDF. */
export async function setPaper(paper: Paper): Promise<Uint8Array> {
  const { pdf } = await drawPaper(paper);
  return savePdf(pdf);
}

/**
 * The same under a seal: drawn where the signer and the date stand, signed as PAdES, with the data of the paper
 * attached in the structure of PDF/A-3.
 */
export async function setSealedPaper(
  paper: Paper,
  { picture, signature, data }: Sealing,
): Promise<Uint8Array> {
  const { pdf, sheets } = await drawPaper(paper);
  await makeArchivable(pdf, { title: paper.title, author: paper.signer, at: signature.at, data });
  const { page, ...place } = sealPlace(sheets, picture);
  addSignatureField(pdf, pdf.getPage(page), { picture, ...place }, signature);
  return signLaidOut(await savePdf(pdf), signature);
}

async function drawPaper(paper: Paper) {
  const sheets = await withRareFace(layOutPaper(paper, await loadRuler('regular')));
  const pdf = await drawPdf(sheets, await fontsOf(sheets));
  describe(pdf, { title: paper.title, author: paper.signer, subject: paper.number });
  return { pdf, sheets };
}

function layOutPaper(paper: Paper, ruler: Ruler): Sheet[] {
  const sheet: Sheet = { ...a4, marks: [] };
  const writing: Writing = { sheets: [sheet], sheet, y: margin.top, ruler };
  writeHead(writing, paper);
  for (const block of paper.blocks) writeBlock(writing, block);
  writeFoot(writing, paper);
  return writing.sheets;
}

function writeHead(writing: Writing, { heading, title, number }: Paper): void {
  write(writing, heading, { size: 13, color: brand, align: 'center' });
  writing.y += 7;
  rule(writing, writing.y, brand, 0.42);
  writing.y += 13;
  for (const line of lines(writing, title, 22, width)) {
    write(writing, line, { size: 22, align: 'center' });
    writing.y += 22 * 1.5 * point;
  }
  write(writing, number, { size: 11, color: grey, align: 'center' });
  writing.y += 14;
}

function writeBlock(writing: Writing, block: PaperBlock): void {
  if (block.kind === 'text') {
    const text = block.indent ? `\u3000\u3000${block.text}` : block.text;
    for (const line of lines(writing, text, 12.5, width))
      writeLine(writing, line, { size: 12.5, align: block.align ?? 'left' });
    writing.y += 2;
    return;
  }
  const label = 44;
  const step = 6.35;
  for (const row of block.rows) {
    const values = lines(writing, row.value, 12, width - label - 3);
    const height = values.length * step + 3.5;
    room(writing, height);
    const top = writing.y - height / 2 + ((values.length - 1) * step) / 2;
    for (const y of [top, top + height]) rule(writing, y, frame, 0.2);
    write(writing, row.label, { size: 11, color: grey, indent: 1.4 });
    values.forEach((line, index) => {
      write({ ...writing, y: writing.y + index * step }, line, { size: 12, indent: label });
    });
    writing.y += height;
  }
  writing.y += 5;
}

function writeFoot(writing: Writing, { signer, date, check }: Paper): void {
  room(writing, 42);
  writing.y += 3.5;
  // The middle of the lines of who signs and when, where a seal belongs (GB/T 9704 §7.3.5).
  const size = 12.5;
  const place = write(writing, signer, { size, align: 'right' });
  const step = size * 1.75 * point;
  writing.sheet.seal = { x: place.x + widthOf(place) / 2, y: writing.y + step / 2, most: Infinity };
  writing.y += step;
  writeLine(writing, date, { size, align: 'right' });
  if (!check) return;
  const side = 24;
  room(writing, side);
  const top = Math.min(a4.height - margin.bottom + 1.4 - side, writing.y);
  writing.sheet.marks.push({ kind: 'path', data: codePath(check.url, margin.left, top, side), fill: ink });
  lines(writing, check.words, 9.5, width - side - 4).forEach((line, index) => {
    const y = top + 3 + index * 5.3;
    write({ ...writing, y }, line, { size: 9.5, color: grey, indent: side + 3.5 });
  });
}

interface Look {
  size: number;
  color?: string;
  align?: Align;
  indent?: number;
}

function write(
  { sheet, y, ruler }: Writing,
  text: string,
  { size, color, align = 'left', indent = 0 }: Look,
) {
  const line = { text, face: 'regular', size, ...(color === undefined ? {} : { color }) } as const;
  const place = { x: margin.left + indent, width: width - indent, at: y, align };
  const mark = setLine(line, place, { regular: ruler, bold: ruler });
  sheet.marks.push(mark);
  return mark;
}

function writeLine(writing: Writing, text: string, look: Look): void {
  const step = look.size * 1.75 * point;
  room(writing, step);
  write(writing, text, look);
  writing.y += step;
}

function lines({ ruler }: Writing, text: string, size: number, most: number): string[] {
  const measure = widthIn({ regular: ruler, bold: ruler }, 'regular');
  return wrap(text, most, (part) => measure(part, size));
}

function rule({ sheet }: Writing, y: number, color: string, thick: number): void {
  const data = straight(margin.left, y, a4.width - margin.right, y);
  sheet.marks.push({ kind: 'path', data, stroke: { color, width: thick } });
}

function room(writing: Writing, height: number): void {
  if (writing.y + height <= a4.height - margin.bottom) return;
  writing.sheet = { ...a4, marks: [] };
  writing.sheets.push(writing.sheet);
  writing.y = margin.top;
}
