import { create as createCode } from 'qrcode';
import { short } from './sheet.ts';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How far the handles of a cubic curve reach that draws a quarter of a circle of radius 1. */
const quarter = 0.552_285;

/** A rectangle as path data, its corners rounded by a radius. */
export function rectangle({ x, y, width, height }: Box, radius = 0): string {
  const [right, bottom] = [x + width, y + height];
  if (radius === 0) return path`M ${x} ${y} L ${right} ${y} ${right} ${bottom} ${x} ${bottom} Z`;
  const r = Math.min(radius, width / 2, height / 2);
  const k = r * (1 - quarter);
  return [
    path`M ${x + r} ${y} L ${right - r} ${y} C ${right - k} ${y} ${right} ${y + k} ${right} ${y + r}`,
    path`L ${right} ${bottom - r} C ${right} ${bottom - k} ${right - k} ${bottom} ${right - r} ${bottom}`,
    path`L ${x + r} ${bottom} C ${x + k} ${bottom} ${x} ${bottom - k} ${x} ${bottom - r}`,
    path`L ${x} ${y + r} C ${x} ${y + k} ${x + k} ${y} ${x + r} ${y} Z`,
  ].join(' ');
}

export function straight(x: number, y: number, toX: number, toY: number): string {
  return path`M ${x} ${y} L ${toX} ${toY}`;
}

interface Braid {
  band: number;
  wave: number;
  strands: number;
}

/**
 * Waves around a box, in pairs that cross and pass through its corners. Half waves are whole tenths of a millimetre, so
 * that the path stays short: the border is that little smaller than its box.
 */
export function braid({ x, y, width, height }: Box, { band, wave, strands }: Braid): string {
  const [across, down] = [halvesOf(width, wave), halvesOf(height, wave)];
  const left = tenth(x + (width - across.count * across.step) / 2);
  const top = tenth(y + (height - down.count * down.step) / 2);
  const [right, bottom] = [left + across.count * across.step, top + down.count * down.step];
  const reaches = Array.from({ length: strands }, (_, index) => band * (1 - index / strands));
  return reaches
    .flatMap((reach) => [reach, -reach])
    .map((reach) =>
      [
        path`M ${left} ${top}`,
        ...waves(across, reach, (along, deep) => [left + along, top + deep]),
        ...waves(down, reach, (along, deep) => [right - deep, top + along]),
        ...waves(across, reach, (along, deep) => [right - along, bottom - deep]),
        ...waves(down, reach, (along, deep) => [left + deep, bottom - along]),
        'Z',
      ].join(' '),
    )
    .join(' ');
}

interface Halves {
  count: number;
  step: number;
}

function halvesOf(length: number, wave: number): Halves {
  const count = 2 * Math.max(1, Math.round(length / wave));
  return { count, step: Math.floor((length / count) * 10) / 10 };
}

/** Half waves one after the other, each a parabola through its crest. */
function waves(
  { count, step }: Halves,
  reach: number,
  at: (along: number, deep: number) => number[],
): string[] {
  return Array.from({ length: count }, (_, half) => {
    const deep = (half % 2 === 0 ? 2 : -2) * reach;
    const points = [at((half + 0.5) * step, deep), at((half + 1) * step, 0)];
    return `Q ${points.flat().map(tenth).join(' ')}`;
  });
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/**
 * A QR code as the outlines of its dark parts, sharp at any size; a little smaller than asked, so that its modules are
 * alike.
 */
export function codePath(text: string, x: number, y: number, side: number): string {
  const { size, data } = createCode(text, { errorCorrectionLevel: 'M' }).modules;
  const unit = Math.floor((side / size) * 100) / 100;
  const isDark = (column: number, row: number): boolean =>
    column >= 0 && row >= 0 && column < size && row < size && data[row * size + column] === 1;
  // Every edge between dark and light by where it starts, the dark to its right.
  const edges = new Map<number, number[]>();
  const add = (column: number, row: number, direction: number) => {
    const key = row * (size + 1) + column;
    edges.set(key, [...(edges.get(key) ?? []), direction]);
  };
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!isDark(column, row)) continue;
      if (!isDark(column, row - 1)) add(column, row, 0);
      if (!isDark(column + 1, row)) add(column + 1, row, 1);
      if (!isDark(column, row + 1)) add(column + 1, row + 1, 2);
      if (!isDark(column - 1, row)) add(column, row + 1, 3);
    }
  }
  const grid = Array.from({ length: size + 1 }, (_, line) => line * unit);
  const [across, down] = [grid.map((at) => short(x + at)), grid.map((at) => short(y + at))];
  return outlinesOf(edges, size + 1)
    .map((corners) => `M ${corners.map(([column, row]) => `${across[column]} ${down[row]}`).join(' L ')} Z`)
    .join(' ');
}

/** Follows edges of length 1 around until they close; points only where they turn. */
function outlinesOf(edges: Map<number, number[]>, width: number): [number, number][][] {
  const steps = [1, width, -1, -width];
  const outlines: [number, number][][] = [];
  for (const first of edges.keys()) {
    while ((edges.get(first)?.length ?? 0) > 0) {
      const corners: [number, number][] = [];
      let at = first;
      let last: number | undefined;
      for (;;) {
        const leaving = edges.get(at) ?? [];
        // Where two parts touch by a corner, each outline keeps to its own: it turns right.
        const turn = last === undefined ? undefined : leaving.indexOf((last + 1) % 4);
        const [direction] = leaving.splice(turn === undefined || turn < 0 ? 0 : turn, 1);
        if (direction === undefined) break;
        if (direction !== last) corners.push([at % width, Math.floor(at / width)]);
        last = direction;
        at += steps[direction] ?? 0;
      }
      outlines.push(corners);
    }
  }
  return outlines;
}

/** Path data with its numbers shortened. */
function path(texts: TemplateStringsArray, ...values: number[]): string {
  return String.raw({ raw: texts }, ...values.map(short));
}
