import type { Box, Matrix } from './model.ts';

/** One step of an outline, in absolute coordinates. */
export type Step =
  | { readonly op: 'move' | 'line'; readonly points: readonly [number, number] }
  | { readonly op: 'quad'; readonly points: readonly [number, number, number, number] }
  | { readonly op: 'cubic'; readonly points: readonly [number, number, number, number, number, number] }
  | {
      readonly op: 'arc';
      readonly radii: readonly [number, number];
      /** Degrees. */
      readonly rotation: number;
      readonly large: boolean;
      readonly sweep: boolean;
      readonly points: readonly [number, number];
    }
  | { readonly op: 'close' };

/** Numbers that follow each letter, in OFD (§9.3.1) and in SVG where the letters mean the same. */
const counts: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0, Z: 0 };

const maxSteps = 500_000;

/**
 * Outline of OFD's abbreviated data. Here `C` closes and `B` is a cubic curve.
 * @returns what could be read before the first mistake
 */
export function readOfdPath(data: string): Step[] {
  return readSteps(data, counts, true);
}

/** Outline of SVG path data of absolute commands M L Q C A Z. */
export function readSvgPath(data: string): Step[] {
  return readSteps(data, { M: 2, L: 2, Q: 4, C: 6, A: 7, Z: 0 }, false);
}

function readSteps(data: string, known: Readonly<Record<string, number>>, ofd: boolean): Step[] {
  const words = data.match(/[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g) ?? [];
  const steps: Step[] = [];
  let letter = '';
  for (let at = 0; at < words.length && steps.length < maxSteps;) {
    const word = words[at] ?? '';
    if (isLetter(word)) {
      letter = word;
      at += 1;
    } else if (letter === 'M' || letter === 'S') letter = 'L'; // further points draw lines
    const count = known[letter];
    if (count === undefined || at + count > words.length) break;
    if (count === 0 && at < words.length && !isLetter(words[at] ?? '')) break;
    const values: number[] = [];
    for (const end = at + count; at < end; at += 1) values.push(Number(words[at]));
    if (!values.every(Number.isFinite)) break;
    steps.push(stepOf(letter, values, ofd));
  }
  return steps;
}

/** Words are letters or numbers, and an outline has thousands of them. */
function isLetter(word: string): boolean {
  return word.charCodeAt(0) >= 0x41;
}

function stepOf(letter: string, values: readonly number[], ofd: boolean): Step {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = values;
  if (letter === 'M' || letter === 'S') return { op: 'move', points: [a, b] };
  if (letter === 'L') return { op: 'line', points: [a, b] };
  if (letter === 'Q') return { op: 'quad', points: [a, b, c, d] };
  if (letter === 'B' || (letter === 'C' && !ofd)) return { op: 'cubic', points: [a, b, c, d, e, f] };
  if (letter === 'A')
    return {
      op: 'arc',
      radii: [Math.abs(a), Math.abs(b)],
      rotation: c,
      large: d !== 0,
      sweep: e !== 0,
      points: [f, g],
    };
  return { op: 'close' };
}

/**
 * The outline moved, turned and scaled. Arcs keep their kind, so the matrix must not shear them.
 */
export function transformPath(steps: readonly Step[], matrix: Matrix): Step[] {
  const [a, b, c, d, e, f] = matrix;
  const move = <T extends readonly number[]>(points: T): T => {
    const moved: number[] = [];
    for (let at = 0; at < points.length; at += 2) {
      const [x = 0, y = 0] = [points[at], points[at + 1]];
      moved.push(a * x + c * y + e, b * x + d * y + f);
    }
    return moved as unknown as T;
  };
  const mirrored = a * d - b * c < 0;
  return steps.map((step): Step => {
    switch (step.op) {
      case 'close':
        return step;
      case 'arc':
        return {
          ...step,
          radii: [step.radii[0] * Math.hypot(a, b), step.radii[1] * Math.hypot(c, d)],
          rotation: (mirrored ? -step.rotation : step.rotation) + (Math.atan2(b, a) * 180) / Math.PI,
          sweep: step.sweep !== mirrored,
          points: move(step.points),
        };
      case 'quad':
        return { op: 'quad', points: move(step.points) };
      case 'cubic':
        return { op: 'cubic', points: move(step.points) };
      default:
        return { op: step.op, points: move(step.points) };
    }
  });
}

/** The outline with its points on a grid of so many parts of a millimetre. */
export function roundPath(steps: readonly Step[], parts: number): Step[] {
  return steps.map((step): Step => {
    if (step.op === 'close') return step;
    const points = step.points.map((value) => Math.round(value * parts) / parts);
    return { ...step, points } as unknown as Step;
  });
}

const letters = {
  svg: { move: 'M', line: 'L', quad: 'Q', cubic: 'C', arc: 'A', close: 'Z' },
  ofd: { move: 'M', line: 'L', quad: 'Q', cubic: 'B', arc: 'A', close: 'C' },
} as const;

/** The outline as path data of SVG or of OFD, to a ten-thousandth. */
export function writePath(steps: readonly Step[], format: 'svg' | 'ofd'): string {
  let text = '';
  for (const step of steps) {
    text += ` ${letters[format][step.op]}`;
    if (step.op === 'close') continue;
    if (step.op === 'arc')
      text += ` ${step.radii.map(short).join(' ')} ${short(step.rotation)} ${Number(step.large)} ${Number(step.sweep)}`;
    for (const value of step.points) text += ` ${short(value)}`;
  }
  return text.slice(1);
}

/** A number to four places, without trailing zeros. */
export function short(value: number): string {
  return String(Math.round(value * 10_000) / 10_000 || 0);
}

/** Box around all points of an outline; for curves their control points, for arcs their whole ellipse. */
export function pathBox(steps: readonly Step[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (x: number, y: number): void => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  let [fromX, fromY] = [0, 0];
  for (const step of steps) {
    if (step.op === 'close') continue;
    for (let at = 0; at < step.points.length; at += 2) add(step.points[at] ?? 0, step.points[at + 1] ?? 0);
    const [toX = 0, toY = 0] = step.points.slice(-2);
    if (step.op === 'arc') {
      // The ellipse passes both ends, so it lies within its longest diameter of their middle.
      const reach = Math.max(...step.radii, Math.hypot(toX - fromX, toY - fromY) / 2) * 2;
      add((fromX + toX) / 2 - reach, (fromY + toY) / 2 - reach);
      add((fromX + toX) / 2 + reach, (fromY + toY) / 2 + reach);
    }
    [fromX, fromY] = [toX, toY];
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
