import { glyphOutline } from './glyf.ts';
import { OfdError } from './errors.ts';
import { roundPath, transformPath, writePath, type Step } from './path-data.ts';
import { readSfnt } from './sfnt.ts';
import { textMaker, type SealText, type Shape } from './picture-text.ts';
import { svg } from './svg.ts';
import { writeDocument } from './write.ts';
import type { PathInput } from './write-input.ts';

/** Lengths in millimetres, measured over the outer edge of the border. */
export type SealSpec = RoundSeal | OvalSeal | NameSeal;

/** An agency's or company's seal: name on an arc, a star, a line across, a code on the arc below. */
export interface RoundSeal extends SealText {
  readonly shape: 'round';
  /** 42 where nothing is said, as for agencies of a county or a bureau of a city. */
  readonly diameter?: number;
  readonly name: string;
  readonly star?: boolean;
  readonly line?: string;
  readonly code?: string;
}

export interface OvalSeal extends SealText {
  readonly shape: 'oval';
  /** 45 by 30 where nothing is said. */
  readonly width?: number;
  readonly height?: number;
  readonly name: string;
  /** Lines across the middle. */
  readonly lines?: readonly string[];
  readonly code?: string;
}

/** A person's seal: the name and 印 in a square, columns from the right. */
export interface NameSeal extends SealText {
  readonly shape: 'name';
  /** 20 where nothing is said. */
  readonly size?: number;
  readonly name: string;
}

const red = '#d7000f';

/** The picture as SVG, as large as the seal. */
export function sealPicture(spec: SealSpec): string {
  const { width, height } = sealSize(spec);
  const color = spec.color ?? red;
  const shapes = sealShapes(spec).map(({ steps, line }) =>
    svg('path', {
      d: writePath(steps, 'svg'),
      fill: line === undefined ? color : 'none',
      stroke: line === undefined ? undefined : color,
      'stroke-width': line,
    }),
  );
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: `${width}mm`,
      height: `${height}mm`,
      viewBox: `0 0 ${width} ${height}`,
    },
    ...shapes,
  );
}

/** The picture as an OFD document of one page, the vector form in which a seal carries it. */
export function sealPictureOfd(spec: SealSpec): Uint8Array {
  const { width, height } = sealSize(spec);
  return writeDocument({ creator: 'quancheng', pages: [{ width, height, objects: sealObjects(spec) }] });
}

/** The picture as objects for a page; `x` and `y` are its corner. */
export function sealObjects(spec: SealSpec, x = 0, y = 0): PathInput[] {
  const color = spec.color ?? red;
  return sealShapes(spec).map(({ steps, line }) => ({
    kind: 'path',
    data: writePath(transformPath(steps, [1, 0, 0, 1, x, y]), 'svg'),
    ...(line === undefined ? { fill: color } : { stroke: { color, width: line } }),
  }));
}

export function sealSize(spec: SealSpec): { width: number; height: number } {
  if (spec.shape === 'oval') return { width: spec.width ?? 45, height: spec.height ?? 30 };
  const side = spec.shape === 'round' ? (spec.diameter ?? 42) : (spec.size ?? 20);
  return { width: side, height: side };
}

/** Glyphs of a TrueType font file, for `SealSpec.glyphs`. @throws {OfdError} badInput */
export function glyphsOf(font: Uint8Array): Required<Omit<SealText, 'color'>> {
  const sfnt = readSfnt(font);
  if (!sfnt?.trueType) throw new OfdError('badInput', 'the font is no TrueType file');
  return {
    unitsPerEm: sfnt.unitsPerEm,
    glyphs: (text) =>
      Array.from(text, (character) => {
        const glyph = sfnt.glyphOf(character.codePointAt(0) ?? 0);
        return { path: writePath(glyphOutline(sfnt, glyph), 'svg'), advance: sfnt.advanceOf(glyph) };
      }),
  };
}

/**
 * Borders, and everything filled as one outline. A hundredth of a millimetre is finer than any printer, and two
 * places make the picture, which each signed document carries, half as large.
 */
function sealShapes(spec: SealSpec): Shape[] {
  const shapes =
    spec.shape === 'name' ? nameShapes(spec) : spec.shape === 'round' ? roundShapes(spec) : ovalShapes(spec);
  const filled = shapes.filter(({ line }) => line === undefined).flatMap(({ steps }) => steps);
  return [
    ...shapes.filter(({ line }) => line !== undefined),
    ...(filled.length > 0 ? [{ steps: roundPath(filled, 100), line: undefined }] : []),
  ];
}

function roundShapes(spec: RoundSeal): Shape[] {
  const radius = (spec.diameter ?? 42) / 2;
  // Proportions of a seal of 42: border 1.2, star 14 across, characters 6 tall.
  const unit = radius / 21;
  const count = Array.from(spec.name).length;
  // A line across needs room between the ends of the name.
  const widest = spec.line === undefined ? 250 : 216;
  const span = Math.min(widest, 22 * Math.max(1, count - 1)) * (Math.PI / 180);
  const reach = radius - 2.4 * unit;
  const center = { x: radius, y: radius };
  const text = textMaker(spec);
  const shapes = [
    border(radius, radius, 1.2 * unit),
    ...text.onArc(spec.name, { ...center, a: reach, b: reach, span, height: 6 * unit, upper: true }),
  ];
  if (spec.star !== false) shapes.push({ steps: starSteps(radius, radius, 7 * unit), line: undefined });
  if (spec.line !== undefined)
    shapes.push(
      ...text.across(spec.line, { ...center, y: radius + 10.5 * unit, width: 20 * unit, height: 4 * unit }),
    );
  if (spec.code !== undefined) {
    const codeSpan = Math.min(80, 5.5 * Array.from(spec.code).length) * (Math.PI / 180);
    const base = radius - 2.2 * unit;
    shapes.push(
      ...text.onArc(spec.code, {
        ...center,
        a: base,
        b: base,
        span: codeSpan,
        height: 1.9 * unit,
        upper: false,
      }),
    );
  }
  return shapes;
}

function ovalShapes(spec: OvalSeal): Shape[] {
  const { width, height } = sealSize(spec);
  const center = { x: width / 2, y: height / 2 };
  const unit = height / 30;
  const text = textMaker(spec);
  const [a, b] = [width / 2 - 2 * unit, height / 2 - 2 * unit];
  const lines = spec.lines ?? [];
  const span = Math.min(220, 20 * Math.max(1, Array.from(spec.name).length - 1)) * (Math.PI / 180);
  return [
    border(width / 2, height / 2, unit),
    ...text.onArc(spec.name, { ...center, a, b, span, height: 4 * unit, upper: true }),
    ...lines.flatMap((line, index) =>
      text.across(line, {
        x: center.x,
        y: center.y + (index - (lines.length - 1) / 2) * 4.6 * unit + 1.4 * unit,
        width: width * 0.62,
        height: 3.4 * unit,
      }),
    ),
    ...(spec.code === undefined
      ? []
      : text.onArc(spec.code, { ...center, a, b, span: 1.2, height: 2 * unit, upper: false })),
  ];
}

function nameShapes(spec: NameSeal): Shape[] {
  const size = spec.size ?? 20;
  const line = size / 20;
  const given = Array.from(spec.name);
  const characters =
    given.length === 2 ? [...given, '之', '印'] : given.length === 3 ? [...given, '印'] : given;
  const rows = Math.max(1, Math.ceil(Math.sqrt(characters.length)));
  const columns = Math.max(1, Math.ceil(characters.length / rows));
  const room = size - 3.2 * line;
  const cell = { width: room / columns, height: room / rows };
  const text = textMaker(spec);
  const edge = line / 2;
  const far = size - edge;
  const frame: Step[] = [
    { op: 'move', points: [edge, edge] },
    { op: 'line', points: [far, edge] },
    { op: 'line', points: [far, far] },
    { op: 'line', points: [edge, far] },
    { op: 'close' },
  ];
  return [
    { steps: frame, line },
    ...characters.flatMap((character, index) => {
      const column = columns - 1 - Math.floor(index / rows);
      const left = 1.6 * line + column * cell.width;
      const top = 1.6 * line + (index % rows) * cell.height;
      return text.inCell(character, left, top, cell.width, cell.height);
    }),
  ];
}

/** An ellipse whose line lies inside the given half axes. */
function border(a: number, b: number, line: number): Shape {
  const [rx, ry] = [a - line / 2, b - line / 2];
  const half = { op: 'arc', radii: [rx, ry], rotation: 0, large: false, sweep: true } as const;
  return {
    line,
    steps: [
      { op: 'move', points: [a - rx, b] },
      { ...half, points: [a + rx, b] },
      { ...half, points: [a - rx, b] },
      { op: 'close' },
    ],
  };
}

function starSteps(x: number, y: number, radius: number): Step[] {
  // Where the lines of a regular five-pointed star cross: the golden ratio squared, inverted.
  const inner = radius * 0.381_966;
  const steps = Array.from({ length: 10 }, (_, corner): Step => {
    const angle = (corner * Math.PI) / 5;
    const reach = corner % 2 === 0 ? radius : inner;
    return {
      op: corner === 0 ? 'move' : 'line',
      points: [x + reach * Math.sin(angle), y - reach * Math.cos(angle)],
    };
  });
  return [...steps, { op: 'close' }];
}
