import { loadCoverage, subsetFor, type Coverage } from './font.ts';
import type { Face, Mark, Sheet, TextMark } from './sheet.ts';

/** Font files by face, each with the characters that some sheets use. */
export type Fonts = Readonly<Partial<Record<Face, Uint8Array>>>;

export async function fontsOf(sheets: readonly Sheet[]): Promise<Fonts> {
  const texts: Partial<Record<Face, string>> = {};
  for (const { marks } of sheets) {
    for (const mark of marks)
      if (mark.kind === 'text') texts[mark.face] = (texts[mark.face] ?? '') + mark.text;
  }
  const faces = Object.entries(texts) as [Face, string][];
  return Object.fromEntries(
    await Promise.all(faces.map(async ([face, text]) => [face, await subsetFor(text, face)] as const)),
  );
}

/** Sheets whose texts are cut where a character wants the face of rare ones. */
export async function withRareFace(sheets: readonly Sheet[]): Promise<Sheet[]> {
  const faces = new Set(
    sheets.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.face] : []))),
  );
  const coverage = new Map<Face, Coverage>();
  for (const face of faces) coverage.set(face, await loadCoverage(face));
  const lacks = (face: Face, text: string): boolean =>
    Array.from(text).some((character) => coverage.get(face)?.(character) === false);
  const lacking = sheets.some(({ marks }) =>
    marks.some((mark) => mark.kind === 'text' && lacks(mark.face, mark.text)),
  );
  if (!lacking) return [...sheets];
  const isRare = await loadCoverage('rare');
  const cut = (mark: Mark): Mark[] =>
    mark.kind === 'text'
      ? segmentsOf(mark, (character) => lacks(mark.face, character) && isRare(character))
      : [mark];
  return sheets.map((sheet) => ({ ...sheet, marks: sheet.marks.flatMap(cut) }));
}

/** One line of text as several, each in one face, where they stood. */
function segmentsOf(mark: TextMark, isRare: (character: string) => boolean): TextMark[] {
  const segments: TextMark[] = [];
  let along = 0;
  Array.from(mark.text).forEach((character, index) => {
    const face = isRare(character) ? 'rare' : mark.face;
    const advance = mark.advances[index] ?? 0;
    const last = segments.at(-1);
    if (last?.face === face) {
      segments[segments.length - 1] = {
        ...last,
        text: last.text + character,
        advances: [...last.advances, advance],
      };
    } else {
      const turn = (mark.turn * Math.PI) / 180;
      const [x, y] = [mark.x + along * Math.cos(turn), mark.y + along * Math.sin(turn)];
      segments.push({ ...mark, face, x, y, text: character, advances: [advance] });
    }
    along += advance;
  });
  return segments;
}
