import type { DocumentInput, FontInput, ImageInput, ObjectInput } from '@quancheng/engines/ofd';
import type { Fonts } from './fonts.ts';
import type { Mark, Sheet } from './sheet.ts';

/** Sheets as the pages of an OFD, with the fonts and pictures that they use, and which objects show which data. */
export function drawOfd(
  sheets: readonly Sheet[],
  fonts: Fonts,
): Pick<DocumentInput, 'fonts' | 'images' | 'pages'> & { shown: Record<string, string[]> } {
  const images: ImageInput[] = [];
  const shown: Record<string, string[]> = {};
  let last = 0;
  const draw = (mark: Mark): ObjectInput => {
    switch (mark.kind) {
      case 'path':
        return mark;
      case 'photo': {
        const image = `picture${images.length}`;
        images.push({ id: image, bytes: mark.bytes });
        const { x, y, width, height } = mark;
        return { kind: 'image', image, x, y, width, height };
      }
      case 'text': {
        const { text, face, size, x, y, color, turn, spacing, advances, shows } = mark;
        last += 1;
        const key = `text${last}`;
        for (const name of shows) (shown[name] ??= []).push(key);
        return {
          kind: 'text',
          text,
          font: face,
          size,
          x,
          y,
          color,
          ...(shows.length > 0 ? { key } : {}),
          ...(turn === 0 ? {} : { rotation: turn }),
          // Without it the font in the file says the same.
          ...(spacing === 0 ? {} : { deltaX: advances }),
        };
      }
    }
  };
  return {
    fonts: Object.entries(fonts).map(([face, bytes]): FontInput => ({
      id: face,
      name: 'Noto Serif SC',
      serif: true,
      ...(face === 'bold' ? { bold: true } : {}),
      bytes,
    })),
    pages: sheets.map(({ width, height, marks }) => ({ width, height, objects: marks.map(draw) })),
    images,
    shown,
  };
}
