import { glyphOutline } from './glyf.ts';
import type { Font, GlyphRun, TextCode, TextObject } from './model.ts';
import { placesOf } from './places.ts';
import { writePath } from './path-data.ts';
import { define, lineAttributes, paint, spend, stateOf, type Drawing } from './render-context.ts';
import { readSfnt, type Sfnt } from './sfnt.ts';
import { escapeSvg, matrixText, svg } from './svg.ts';
import { advances } from './write-objects.ts';

/** A character with its place, and its glyph where the embedded font draws it. */
interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly glyph: number | undefined;
}

/**
 * A text. An embedded TrueType font draws it by outlines, as the document means it and without the browser's
 * font loader; the characters lie over them unseen, to be found, copied and read aloud. Other texts are left to
 * the reader's fonts of that name.
 */
export function drawText(object: TextObject, drawing: Drawing): string {
  const font = drawing.resources.fonts.get(object.font ?? '');
  const sfnt = font?.bytes && embedded(font.bytes);
  const outlined = sfnt?.trueType ? sfnt : undefined;
  const parts: string[] = [];
  let position = 0;
  for (const run of object.codes) {
    const characters = Array.from(run.text);
    const replaced = replacements(object.glyphs, position, characters.length);
    position += characters.length;
    const placed = place(object, run, characters, outlined, sfnt, replaced);
    spend(drawing.shared, characters.length);
    parts.push(...drawRun(object, font, outlined, placed, drawing));
  }
  return parts.join('');
}

const fontsRead = new WeakMap<Uint8Array, Sfnt | { none: true }>();

function embedded(bytes: Uint8Array): Sfnt | undefined {
  const read = fontsRead.get(bytes) ?? readSfnt(bytes) ?? { none: true };
  fontsRead.set(bytes, read);
  return 'none' in read ? undefined : read;
}

/** Glyphs by the character they stand for, counted from the start of this run. */
function replacements(runs: readonly GlyphRun[], start: number, count: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (const run of runs) {
    if (run.position + run.characters <= start || run.position >= start + count) continue;
    for (const [index, glyph] of run.glyphs.entries()) {
      const at = run.position - start + Math.min(index, run.characters - 1);
      // Several glyphs for one character cannot be placed apart: the first stands.
      if (at >= 0 && at < count && !glyphs.has(at)) glyphs.set(at, glyph);
    }
  }
  return glyphs;
}

function place(
  object: TextObject,
  run: TextCode,
  characters: readonly string[],
  outlined: Sfnt | undefined,
  sfnt: Sfnt | undefined,
  replaced: ReadonlyMap<number, number>,
): Placed[] {
  const { xs, ys } = placesOf(run, advances(run.text, object.size * object.horizontalScale, sfnt));
  return characters.map((text, index) => {
    const glyph = replaced.get(index) ?? outlined?.glyphOf(text.codePointAt(0) ?? 0) ?? 0;
    return { text, x: xs[index] ?? 0, y: ys[index] ?? 0, glyph: outlined && glyph !== 0 ? glyph : undefined };
  });
}

function drawRun(
  object: TextObject,
  font: Font | undefined,
  sfnt: Sfnt | undefined,
  placed: readonly Placed[],
  drawing: Drawing,
): string[] {
  const state = stateOf(object, drawing);
  const colors = {
    ...(object.filled ? paint('fill', state.fillColor, drawing) : { fill: 'none' }),
    ...(object.stroked ? { ...paint('stroke', state.strokeColor, drawing), ...lineAttributes(state) } : {}),
  };
  const drawn = placed.filter(({ glyph }) => glyph !== undefined);
  const written = placed.filter(({ glyph }) => glyph === undefined);
  const parts: string[] = [];
  if (sfnt && drawn.length > 0) {
    const uses = drawn.map((character) => useGlyph(object, sfnt, character, drawing));
    parts.push(svg('g', colors, ...uses), drawCharacters(object, font, drawn, { 'fill-opacity': 0 }));
  }
  if (written.some(({ text }) => text.trim() !== ''))
    parts.push(drawCharacters(object, font, written, colors));
  return parts;
}

function glyphKey({ shared }: Drawing, sfnt: Sfnt, glyph: number): string {
  const font = shared.fonts.get(sfnt) ?? shared.fonts.size;
  shared.fonts.set(sfnt, font);
  return `${font} ${glyph}`;
}

function useGlyph(object: TextObject, sfnt: Sfnt, character: Placed, drawing: Drawing): string {
  const { glyph = 0, x, y } = character;
  const id = define(drawing.shared, glyphKey(drawing, sfnt, glyph), (name) =>
    svg('path', { id: name, d: writePath(glyphOutline(sfnt, glyph), 'svg') }),
  );
  spend(drawing.shared, 80);
  const scale = object.size / sfnt.unitsPerEm;
  const turn = (object.charDirection * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  const wide = object.horizontalScale;
  // Outlines count upwards, pages downwards; a slant of twelve degrees stands for an italic cut.
  const slant = object.italic ? 0.2126 : 0;
  return svg('use', {
    href: `#${id}`,
    transform: matrixText([cos * wide, sin * wide, slant * cos + sin, slant * sin - cos, x, y]),
  });
}

/** Characters as text elements with a place for each. Characters beyond the basic plane stand in spans of their own. */
function drawCharacters(
  object: TextObject,
  font: Font | undefined,
  placed: readonly Placed[],
  colors: Record<string, string | number | undefined>,
): string {
  const wide = object.horizontalScale;
  const spans: Placed[][] = [];
  for (const character of placed) {
    const open = spans[spans.length - 1];
    const alone = character.text.length > 1;
    if (open && !alone && open[0]?.text.length === 1) open.push(character);
    else spans.push([character]);
  }
  const content = spans.map((span) => {
    const xs = span.map(({ x }) => short4(x / wide)).join(' ');
    const level = span.every(({ y }) => y === span[0]?.y);
    const ys = (level ? span.slice(0, 1) : span).map(({ y }) => short4(y)).join(' ');
    return svg('tspan', { x: xs, y: ys }, escapeSvg(span.map(({ text }) => text).join('')));
  });
  return svg(
    'text',
    {
      ...colors,
      'font-family': families(font),
      'font-size': object.size,
      'font-weight': font?.bold || object.weight >= 600 ? 'bold' : undefined,
      'font-style': font?.italic || object.italic ? 'italic' : undefined,
      rotate: object.charDirection === 0 ? undefined : object.charDirection,
      transform: wide === 1 ? undefined : `scale(${wide} 1)`,
      'xml:space': 'preserve',
    },
    ...content,
  );
}

function short4(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

/** The font's names, then what systems call the same cut, then a kind. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/楷|kai/i, "KaiTi, STKaiti, 'Kaiti SC', 'AR PL UKai CN'"],
  [/黑|hei|sans|arial|helvetica/i, "SimHei, 'Heiti SC', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"],
  [/仿|fang/i, "FangSong, STFangsong, 'Fangsong SC'"],
  [/courier|mono|consol/i, "'Courier New', 'Noto Sans Mono CJK SC', monospace"],
  [/./, "SimSun, 'Songti SC', 'Noto Serif CJK SC'"],
];

function families(font: Font | undefined): string {
  const names = [font?.name, font?.family].flatMap((name) => {
    const plain = name?.replaceAll(/["'\\,;{}]/g, '').trim() ?? '';
    return plain === '' ? [] : [`'${plain.slice(0, 80)}'`];
  });
  const known = alike.find(([pattern]) => pattern.test(`${font?.name ?? ''}${font?.family ?? ''}x`))?.[1];
  return [...new Set([...names, known ?? '']), 'serif'].join(', ');
}
