import type { Matrix } from './model.ts';
import { readSvgPath, transformPath, type Step } from './path-data.ts';

/** Outline of one character: SVG path data of absolute M L Q C Z, y upwards, and its width, in units of the em. */
export interface Glyph {
  readonly path: string;
  readonly advance: number;
}

export interface SealText {
  /** One glyph for each character of a text. */
  readonly glyphs: (text: string) => readonly Glyph[];
  /** Units of the em of the outlines; 1000 where nothing is said. */
  readonly unitsPerEm?: number;
  readonly color?: string;
}

export interface Shape {
  readonly steps: readonly Step[];
  /** Width of the line, or `undefined` for a filled shape. */
  readonly line: number | undefined;
}

interface Arc {
  readonly x: number;
  readonly y: number;
  /** Half axes of the ellipse that the outer edge of the characters touches. */
  readonly a: number;
  readonly b: number;
  /** Radians from the first character's middle to the last one's. */
  readonly span: number;
  readonly height: number;
  /** Along the top with feet inwards, or along the bottom with feet outwards. */
  readonly upper: boolean;
}

interface TextMaker {
  onArc(text: string, arc: Arc): Shape[];
  across(text: string, place: { x: number; y: number; width: number; height: number }): Shape[];
  inCell(character: string, left: number, top: number, width: number, height: number): Shape[];
}

/** Sets texts into seals. */
export function textMaker(spec: SealText): TextMaker {
  const em = spec.unitsPerEm ?? 1000;
  const glyphsFor = (text: string) =>
    spec.glyphs(text).map(({ path, advance }) => ({ steps: readSvgPath(path), advance }));
  const shape = (steps: readonly Step[], matrix: Matrix): Shape[] =>
    steps.length === 0 ? [] : [{ steps: transformPath(steps, matrix), line: undefined }];
  return {
    onArc(text, arc) {
      const glyphs = glyphsFor(text);
      // Feet stand on an ellipse that lies inside by the height of a character; below, on the ellipse itself.
      const inset = arc.upper ? arc.height * 0.88 : arc.height * 0.12;
      const [a, b] = [arc.a - inset, arc.b - inset];
      const places = alongEllipse(a, b, arc.span, glyphs.length);
      const step = glyphs.length > 1 ? ellipseLength(a, b, arc.span) / (glyphs.length - 1) : arc.height;
      return glyphs.flatMap(({ steps, advance }, index) => {
        const t = places[index] ?? 0;
        const side = arc.upper ? 1 : -1;
        const scaleY = arc.height / em;
        const scaleX = Math.min(scaleY, (step * 0.92) / Math.max(advance, 1));
        const turn = Math.atan2(side * b * Math.sin(t), a * Math.cos(t));
        const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
        const middle = (-advance / 2) * scaleX;
        return shape(steps, [
          cos * scaleX,
          sin * scaleX,
          sin * scaleY,
          -cos * scaleY,
          arc.x + a * Math.sin(t) + cos * middle,
          arc.y - side * b * Math.cos(t) + sin * middle,
        ]);
      });
    },
    across(text, { x, y, width, height }) {
      const glyphs = glyphsFor(text);
      const total = glyphs.reduce((sum, { advance }) => sum + advance, 0);
      const scaleY = height / em;
      const scaleX = Math.min(scaleY, width / Math.max(total, 1));
      let left = x - (total * scaleX) / 2;
      return glyphs.flatMap(({ steps, advance }) => {
        const placed = shape(steps, [scaleX, 0, 0, -scaleY, left, y]);
        left += advance * scaleX;
        return placed;
      });
    },
    inCell(character, left, top, width, height) {
      return glyphsFor(character).flatMap(({ steps, advance }) =>
        shape(steps, [width / Math.max(advance, 1), 0, 0, -height / em, left, top + height * 0.88]),
      );
    },
  };
}

/** Parameters of points at equal distances along the arc, the middle of which is at the top. */
function alongEllipse(a: number, b: number, span: number, count: number): number[] {
  const pieces = 720;
  const lengths = [0];
  for (let piece = 0; piece < pieces; piece += 1)
    lengths.push(
      (lengths[piece] ?? 0) + pieceLength(a, b, -span / 2 + ((piece + 0.5) * span) / pieces, span / pieces),
    );
  const total = lengths[pieces] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    if (count === 1) return 0;
    const wanted = (total * index) / (count - 1);
    const found = lengths.findIndex((length) => length >= wanted - 1e-9);
    return -span / 2 + (Math.max(0, found) * span) / pieces;
  });
}

function ellipseLength(a: number, b: number, span: number): number {
  const pieces = 360;
  let length = 0;
  for (let piece = 0; piece < pieces; piece += 1)
    length += pieceLength(a, b, -span / 2 + ((piece + 0.5) * span) / pieces, span / pieces);
  return length;
}

function pieceLength(a: number, b: number, t: number, piece: number): number {
  return Math.hypot(a * Math.cos(t), b * Math.sin(t)) * piece;
}
