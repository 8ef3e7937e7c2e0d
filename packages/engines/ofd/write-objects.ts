import { OfdError } from './errors.ts';
import { pathBox, readSvgPath, short, transformPath, writePath } from './path-data.ts';
import { readSfnt, type Sfnt } from './sfnt.ts';
import type { ObjectInput, PathInput, PictureInput, TextInput } from './write-input.ts';
import { escapeXml, tag } from './write-xml.ts';

/** What objects need to know of the document around them. */
export interface WriteContext {
  nextId(): number;
  fontOf(id: string): { id: number; sfnt: Sfnt | undefined };
  imageOf(id: string): number;
  /** Told of every object that has a key. */
  placed(key: string, id: number): void;
}

export function writeObjects(objects: readonly ObjectInput[], context: WriteContext): string {
  return objects
    .map((object) => {
      const id = context.nextId();
      if (object.key !== undefined) context.placed(object.key, id);
      if (object.kind === 'text') return writeText(object, id, context);
      return object.kind === 'path' ? writePathObject(object, id) : writePicture(object, id, context);
    })
    .join('');
}

/** How far each character of a text reaches, in millimetres. */
export function advances(text: string, size: number, sfnt: Sfnt | undefined): number[] {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const glyph = sfnt?.glyphOf(code) ?? 0;
    if (sfnt && glyph !== 0) return (sfnt.advanceOf(glyph) * size) / sfnt.unitsPerEm;
    return code < 0x2000 ? size / 2 : size;
  });
}

/** Width of a text at a size, by the font's own measures. @throws {OfdError} badInput */
export function measureWith(font: Uint8Array): (text: string, size: number) => number {
  const sfnt = readSfnt(font);
  if (!sfnt) throw new OfdError('badInput', 'the font is no TrueType or OpenType file');
  return (text, size) => advances(text, size, sfnt).reduce((sum, advance) => sum + advance, 0);
}

function writeText(input: TextInput, id: number, context: WriteContext): string {
  const { text, size, x, y, rotation = 0 } = input;
  const font = context.fontOf(input.font);
  const own = advances(text, size, font.sfnt);
  const deltas = deltasOf(input, own);
  const width = deltas.reduce((sum, delta) => sum + delta, own[own.length - 1] ?? 0);
  // The box is cut off beside what it should hold by strict readers: it has room for descenders.
  const ascent = size;
  const height = size * 1.4;
  const turn = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const box =
    rotation === 0 ? [x, y - ascent, width, height] : turnedBox(x, y, width, ascent, height, cos, sin);
  const [left = 0, top = 0] = box;
  const ctm = rotation === 0 ? undefined : [cos, sin, -sin, cos, x - left, y - top].map(short).join(' ');
  return tag(
    'TextObject',
    {
      ID: id,
      Boundary: box.map(short).join(' '),
      CTM: ctm,
      Font: font.id,
      Size: short(size),
      Weight: input.weight,
      Alpha: alphaOf(input.alpha),
    },
    colorTag('FillColor', input.color),
    tag(
      'TextCode',
      { X: 0, Y: short(rotation === 0 ? ascent : 0), DeltaX: packDeltas(deltas.map(short)) },
      escapeXml(text),
    ),
  );
}

/** The box, in the page, around a text turned about the start of its baseline. */
function turnedBox(
  x: number,
  y: number,
  width: number,
  ascent: number,
  height: number,
  cos: number,
  sin: number,
): number[] {
  const corners = [-ascent, height - ascent].flatMap((v) =>
    [0, width].map((u) => [x + u * cos - v * sin, y + u * sin + v * cos] as const),
  );
  const [xs, ys] = [corners.map(([u]) => u), corners.map(([, v]) => v)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

function deltasOf(input: TextInput, own: readonly number[]): number[] {
  const { deltaX } = input;
  const steps = own.slice(0, -1);
  if (deltaX === undefined) return steps;
  if (typeof deltaX === 'number') return steps.map(() => deltaX);
  return steps.map((advance, index) => deltaX[index] ?? advance);
}

/** Offsets with repetitions drawn together as `g COUNT VALUE`. */
function packDeltas(deltas: readonly string[]): string | undefined {
  const words: string[] = [];
  for (let at = 0; at < deltas.length;) {
    const value = deltas[at] ?? '';
    let end = at + 1;
    while (deltas[end] === value) end += 1;
    if (end - at > 2) words.push('g', String(end - at), value);
    else for (; at < end; at += 1) words.push(value);
    at = end;
  }
  return words.length > 0 ? words.join(' ') : undefined;
}

function writePathObject(input: PathInput, id: number): string {
  const steps = readSvgPath(input.data);
  if (steps.length === 0) throw new OfdError('badInput', `no outline in "${input.data.slice(0, 40)}"`);
  const { stroke } = input;
  const room = (stroke?.width ?? 0) / 2;
  const box = pathBox(steps);
  const [left, top] = [box.x - room, box.y - room];
  return tag(
    'PathObject',
    {
      ID: id,
      Boundary: [left, top, box.width + 2 * room, box.height + 2 * room].map(short).join(' '),
      LineWidth: stroke && short(stroke.width),
      Cap: stroke?.cap,
      Join: stroke?.join,
      DashPattern: stroke?.dash?.map(short).join(' '),
      Stroke: stroke ? undefined : false,
      Fill: input.fill === undefined ? undefined : true,
      Rule: input.evenOdd ? 'Even-Odd' : undefined,
      Alpha: alphaOf(input.alpha),
    },
    colorTag('StrokeColor', stroke?.color),
    colorTag('FillColor', input.fill),
    tag('AbbreviatedData', {}, writePath(transformPath(steps, [1, 0, 0, 1, -left, -top]), 'ofd')),
  );
}

function writePicture(input: PictureInput, id: number, context: WriteContext): string {
  const { x, y, width, height } = input;
  return tag('ImageObject', {
    ID: id,
    Boundary: [x, y, width, height].map(short).join(' '),
    CTM: [width, 0, 0, height, 0, 0].map(short).join(' '),
    ResourceID: context.imageOf(input.image),
    Alpha: alphaOf(input.alpha),
  });
}

function alphaOf(alpha: number | undefined): number | undefined {
  return alpha === undefined ? undefined : Math.round(Math.min(1, Math.max(0, alpha)) * 255);
}

function colorTag(name: string, color: string | undefined): string | undefined {
  if (color === undefined) return undefined;
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!match) throw new OfdError('badInput', `"${color.slice(0, 20)}" is no colour like #336699`);
  return tag(name, {
    Value: match
      .slice(1)
      .map((part) => Number.parseInt(part, 16))
      .join(' '),
  });
}
