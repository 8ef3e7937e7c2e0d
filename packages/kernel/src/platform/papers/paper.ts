import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, rgb, type PDFFont, type PDFPage } from 'pdf-lib';
import { create as createCode } from 'qrcode';
import { fontFor } from './font.ts';
import { makeArchivable } from './archive.ts';
import type { Paper, PaperBlock, Sealing } from './model.ts';
import { packByZlib, savePdf } from './save.ts';
import { addSignatureField, signLaidOut } from './signature.ts';

const mm = 72 / 25.4;
const page = { width: 210 * mm, height: 297 * mm };
const margin = { top: 37 * mm, bottom: 35 * mm, left: 28 * mm, right: 26 * mm }; // GB/T 9704
const width = page.width - margin.left - margin.right;
const ink = rgb(0.1, 0.12, 0.13);
const grey = rgb(0.42, 0.45, 0.47);
const brand = rgb(0.05, 0.35, 0.38);

interface Sheet {
  pdf: PDFDocument;
  font: PDFFont;
  page: PDFPage;
  y: number;
  /** Middle of the lines of who signs and when, where a seal belongs (GB/T 9704 §7.3.5). */
  signed: { page: PDFPage; x: number; y: number };
}

/** Sets a paper as PDF; only the characters used are embedded, so it stays small. */
export async function setPaper(paper: Paper): Promise<Uint8Array> {
  const { pdf } = await layOut(paper);
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
  const { pdf, signed } = await layOut(paper);
  await makeArchivable(pdf, { title: paper.title, author: paper.signer, at: signature.at, data });
  addSignatureField(
    pdf,
    signed.page,
    {
      picture,
      x: signed.x / mm - picture.width / 2,
      y: (page.height - signed.y) / mm - picture.height / 2,
    },
    signature,
  );
  return signLaidOut(await savePdf(pdf), signature);
}

async function layOut(paper: Paper): Promise<Sheet> {
  const pdf = await PDFDocument.create();
  packByZlib(pdf);
  pdf.registerFontkit(fontkit);
  pdf.setTitle(paper.title);
  pdf.setAuthor(paper.signer);
  pdf.setLanguage('zh-CN');
  pdf.setSubject(paper.number);
  const font = await pdf.embedFont(await fontFor(`${textOf(paper)}0123456789-—…第页`), {
    subset: false,
    features: { kern: false, liga: false, palt: false },
  });
  const first = pdf.addPage([page.width, page.height]);
  const y = page.height - margin.top;
  const sheet: Sheet = { pdf, font, page: first, y, signed: { page: first, x: 0, y: 0 } };
  drawHead(sheet, paper);
  for (const block of paper.blocks) drawBlock(sheet, block);
  drawFoot(sheet, paper);
  return sheet;
}

function textOf(paper: Paper): string {
  return JSON.stringify(paper);
}

function drawHead(sheet: Sheet, paper: Paper): void {
  centred(sheet, paper.heading, 13, brand);
  sheet.y -= 10;
  sheet.page.drawLine({
    start: { x: margin.left, y: sheet.y },
    end: { x: page.width - margin.right, y: sheet.y },
    thickness: 1.2,
    color: brand,
  });
  sheet.y -= 44;
  for (const line of wrap(sheet.font, paper.title, 22, width)) centred(sheet, line, 22, ink);
  sheet.y -= 6;
  centred(sheet, paper.number, 11, grey);
  sheet.y -= 22;
}

function centred(sheet: Sheet, text: string, size: number, color = ink): void {
  const x = (page.width - sheet.font.widthOfTextAtSize(text, size)) / 2;
  sheet.page.drawText(text, { x, y: sheet.y, size, font: sheet.font, color });
  sheet.y -= size * 1.5;
}

function drawBlock(sheet: Sheet, block: PaperBlock): void {
  if (block.kind === 'text') {
    const text = block.indent ? `\u3000\u3000${block.text}` : block.text;
    for (const line of wrap(sheet.font, text, 12.5, width)) {
      const x =
        block.align === 'right'
          ? page.width - margin.right - sheet.font.widthOfTextAtSize(line, 12.5)
          : margin.left;
      drawLine(sheet, line, x, 12.5);
    }
    sheet.y -= 6;
    return;
  }
  const labelWidth = 44 * mm;
  for (const { label, value } of block.rows) {
    const lines = wrap(sheet.font, value, 12, width - labelWidth - 8);
    const height = Math.max(1, lines.length) * 18 + 10;
    room(sheet, height);
    const top = sheet.y + 14;
    const bottom = top - height;
    const frame = { thickness: 0.6, color: rgb(0.72, 0.75, 0.76) };
    for (const y of [top, bottom]) {
      sheet.page.drawLine({ start: { x: margin.left, y }, end: { x: margin.left + width, y }, ...frame });
    }
    sheet.page.drawText(label, {
      x: margin.left + 4,
      y: sheet.y - 4,
      size: 11,
      font: sheet.font,
      color: grey,
    });
    lines.forEach((line, index) => {
      const y = sheet.y - 4 - index * 18;
      sheet.page.drawText(line, { x: margin.left + labelWidth, y, size: 12, font: sheet.font, color: ink });
    });
    sheet.y -= height;
  }
  sheet.y -= 14;
}

function drawLine(sheet: Sheet, text: string, x: number, size: number): void {
  room(sheet, size * 1.75);
  sheet.page.drawText(text, { x, y: sheet.y, size, font: sheet.font, color: ink });
  sheet.y -= size * 1.75;
}

function room(sheet: Sheet, height: number): void {
  if (sheet.y - height > margin.bottom) return;
  sheet.page = sheet.pdf.addPage([page.width, page.height]);
  sheet.y = page.height - margin.top;
}

function drawFoot(sheet: Sheet, paper: Paper): void {
  room(sheet, 120);
  sheet.y -= 10;
  for (const line of [paper.signer, paper.date]) {
    const x = page.width - margin.right - sheet.font.widthOfTextAtSize(line, 12.5);
    drawLine(sheet, line, x, 12.5);
  }
  const wide = sheet.font.widthOfTextAtSize(paper.signer, 12.5);
  sheet.signed = { page: sheet.page, x: page.width - margin.right - wide / 2, y: sheet.y + 12.5 * 2 };
  if (!paper.check) return;
  const size = 24 * mm;
  room(sheet, size);
  const y = Math.max(margin.bottom - 4, sheet.y - size);
  drawCode(sheet.page, paper.check.url, { x: margin.left, y, size });
  wrap(sheet.font, paper.check.words, 9.5, width - size - 12).forEach((line, index) => {
    const at = y + size - 12 - index * 15;
    sheet.page.drawText(line, {
      x: margin.left + size + 10,
      y: at,
      size: 9.5,
      font: sheet.font,
      color: grey,
    });
  });
}

const bar = (x: number, y: number, width: number): string => `M${x} ${y}h${width}v1h${-width}z`;

/** A QR code as one path of bars, sharp at any size. */
function drawCode(onto: PDFPage, text: string, { x, y, size }: { x: number; y: number; size: number }): void {
  const { modules } = createCode(text, { errorCorrectionLevel: 'M' });
  const rows = Array.from({ length: modules.size }, (_, row) => {
    const dark = modules.data.subarray(row * modules.size, (row + 1) * modules.size).join('');
    return Array.from(dark.matchAll(/1+/g), ({ 0: run, index }) => bar(index, row, run.length)).join('');
  });
  onto.drawSvgPath(rows.join(''), { x, y: y + size, scale: size / modules.size, color: ink });
}

/** Breaks at any Chinese character and between Latin words; punctuation does not begin a line. */
function wrap(font: PDFFont, text: string, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const part of paragraph.match(
      /[[\p{L}\p{N}.,:\/@_%\-]--\p{Script=Han}]+[\uFF0C\uFF1B\uFF1A\uFF09。、]*|[《“\uFF08]*\p{Script=Han}[\uFF0C\uFF1B\uFF1A\uFF01\uFF1F\uFF09。、”》]*|./gv,
    ) ?? []) {
      for (const piece of font.widthOfTextAtSize(part, size) > most ? [...part] : [part]) {
        if (line !== '' && font.widthOfTextAtSize(line + piece, size) > most) {
          lines.push(line);
          line = piece.trimStart();
        } else line += piece;
      }
    }
    lines.push(line);
  }
  return lines;
}
