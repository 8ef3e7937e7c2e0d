import { short, widthOf, type Mark, type Sheet } from './sheet.ts';

/** Fonts that look alike, by the names that systems give them. */
const family = "'Noto Serif SC','Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif";
const between = 4;

/** Sheets as one SVG in millimetres, one below the other; its texts are text. */
export function drawSvg(sheets: readonly Sheet[]): string {
  const width = Math.max(...sheets.map((sheet) => sheet.width));
  const height = sheets.reduce((sum, sheet) => sum + sheet.height + between, -between);
  let top = 0;
  const pages = sheets.map((sheet) => {
    const page = `<g transform="translate(${short((width - sheet.width) / 2)} ${short(top)})"><rect width="${short(sheet.width)}" height="${short(sheet.height)}" fill="#ffffff"/>${sheet.marks.map(draw).join('')}</g>`;
    top += sheet.height + between;
    return page;
  });
  const box = `${short(width)} ${short(height)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}mm" height="${short(height)}mm" viewBox="0 0 ${box}" font-family="${family}" xml:lang="zh-CN">${pages.join('')}</svg>`;
}

function draw(mark: Mark): string {
  switch (mark.kind) {
    case 'path': {
      const { data, fill = 'none', stroke } = mark;
      const line = stroke ? ` stroke="${stroke.color}" stroke-width="${short(stroke.width)}"` : '';
      return `<path d="${data}" fill="${fill}"${line}/>`;
    }
    case 'photo': {
      const type = mark.bytes[0] === 0x89 ? 'png' : 'jpeg';
      const [x, y, width, height] = [mark.x, mark.y, mark.width, mark.height].map(short);
      return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" href="data:image/${type};base64,${Buffer.from(mark.bytes).toString('base64')}"/>`;
    }
    case 'text': {
      const [x, y, size] = [mark.x, mark.y, mark.size].map(short);
      const turn = mark.turn === 0 ? '' : ` transform="rotate(${mark.turn} ${x} ${y})"`;
      const weight = mark.face === 'bold' ? ' font-weight="700"' : '';
      // A font that measures otherwise is pulled to the same width.
      const length = mark.advances.length > 1 ? ` textLength="${short(widthOf(mark))}"` : '';
      return `<text x="${x}" y="${y}" font-size="${size}" fill="${mark.color}"${weight}${length}${turn} xml:space="preserve">${escapeXml(mark.text)}</text>`;
    }
  }
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
