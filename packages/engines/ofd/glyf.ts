import type { Matrix } from './model.ts';
import { transformPath, type Step } from './path-data.ts';
import type { Sfnt } from './sfnt.ts';

interface Point {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

const maxPoints = 20_000;
/** Parts of all parts of a composite glyph together: nested ones could otherwise multiply without end. */
const maxParts = 64;

/**
 * Outline of a TrueType glyph (OpenType 1.9, `glyf`), in units of the em, y upwards. Empty where it has none or
 * its data is damaged.
 */
export function glyphOutline(font: Sfnt, glyph: number): Step[] {
  try {
    return outlineOf(font, glyph, { parts: maxParts });
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function outlineOf(font: Sfnt, glyph: number, budget: { parts: number }): Step[] {
  const data = glyphData(font, glyph);
  budget.parts -= 1;
  if (!data || budget.parts < 0) return [];
  const contours = data.getInt16(0);
  return contours >= 0 ? simpleOutline(data, contours) : compositeOutline(font, data, budget);
}

function glyphData(font: Sfnt, glyph: number): DataView | undefined {
  const [loca, glyf, head] = [font.table('loca'), font.table('glyf'), font.table('head')];
  if (!loca || !glyf || !head || glyph < 0 || glyph >= font.glyphCount) return undefined;
  const long = head.getInt16(50) !== 0;
  const at = (index: number) => (long ? loca.getUint32(4 * index) : 2 * loca.getUint16(2 * index));
  const [start, end] = [at(glyph), at(glyph + 1)];
  return end > start ? new DataView(glyf.buffer, glyf.byteOffset + start, end - start) : undefined;
}

function simpleOutline(data: DataView, contours: number): Step[] {
  const ends = Array.from({ length: contours }, (_, index) => data.getUint16(10 + 2 * index));
  const count = contours === 0 ? 0 : (ends[contours - 1] ?? 0) + 1;
  if (count > maxPoints) return [];
  const points = readPoints(data, 10 + 2 * contours, count);
  const steps: Step[] = [];
  let start = 0;
  for (const end of ends) {
    steps.push(...contourSteps(points.slice(start, end + 1)));
    start = end + 1;
  }
  return steps;
}

function readPoints(data: DataView, instructions: number, count: number): Point[] {
  let at = instructions + 2 + data.getUint16(instructions);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = data.getUint8(at);
    at += 1;
    const repeat = (flag & 8) === 0 ? 0 : data.getUint8(at);
    if ((flag & 8) !== 0) at += 1;
    for (let copy = 0; copy <= repeat && flags.length < count; copy += 1) flags.push(flag);
  }
  // Each coordinate is one signed octet, two octets, or the one before.
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) {
        value += (flag & same) === 0 ? -data.getUint8(at) : data.getUint8(at);
        at += 1;
      } else if ((flag & same) === 0) {
        value += data.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(2, 16);
  const ys = coordinates(4, 32);
  return flags.map((flag, index) => ({ x: xs[index] ?? 0, y: ys[index] ?? 0, on: (flag & 1) !== 0 }));
}

/** Between two points off the curve lies one on it. */
function contourSteps(points: readonly Point[]): Step[] {
  const [first] = points;
  const last = points[points.length - 1];
  if (!first || !last || points.length < 2) return [];
  const start = first.on ? first : last.on ? last : between(first, last);
  const steps: Step[] = [{ op: 'move', points: [start.x, start.y] }];
  let control: Point | undefined;
  for (const point of [...(first.on ? points.slice(1) : points), start]) {
    if (point.on) {
      steps.push(
        control
          ? { op: 'quad', points: [control.x, control.y, point.x, point.y] }
          : { op: 'line', points: [point.x, point.y] },
      );
      control = undefined;
    } else {
      if (control) {
        const middle = between(control, point);
        steps.push({ op: 'quad', points: [control.x, control.y, middle.x, middle.y] });
      }
      control = point;
    }
  }
  return [...steps, { op: 'close' }];
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, on: true };
}

function compositeOutline(font: Sfnt, data: DataView, budget: { parts: number }): Step[] {
  const steps: Step[] = [];
  let at = 10;
  while (budget.parts >= 0) {
    const flags = data.getUint16(at);
    const glyph = data.getUint16(at + 2);
    at += 4;
    const words = (flags & 1) !== 0;
    const offsets = (flags & 2) !== 0;
    const [dx, dy] = words
      ? [data.getInt16(at), data.getInt16(at + 2)]
      : [data.getInt8(at), data.getInt8(at + 1)];
    at += words ? 4 : 2;
    const scale = () => {
      at += 2;
      return data.getInt16(at - 2) / 16_384;
    };
    let matrix: Matrix = [1, 0, 0, 1, offsets ? dx : 0, offsets ? dy : 0];
    if ((flags & 8) !== 0) {
      const both = scale();
      matrix = [both, 0, 0, both, matrix[4], matrix[5]];
    } else if ((flags & 0x40) !== 0) matrix = [scale(), 0, 0, scale(), matrix[4], matrix[5]];
    else if ((flags & 0x80) !== 0) matrix = [scale(), scale(), scale(), scale(), matrix[4], matrix[5]];
    steps.push(...transformPath(outlineOf(font, glyph, budget), matrix));
    if ((flags & 0x20) === 0 || steps.length > maxPoints) break;
  }
  return steps;
}
