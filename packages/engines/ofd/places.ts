import type { TextCode } from './model.ts';

/**
 * Where each character of a run stands, in the space of its object. A list of offsets that is too short goes on
 * with its last one; without any, characters follow each other by their own width.
 * @param advances of each character, millimetres
 */
export function placesOf(run: TextCode, advances: readonly number[]): { xs: number[]; ys: number[] } {
  const { deltaX, deltaY } = run;
  const natural = deltaX.length === 0 && deltaY.length === 0;
  let [x, y] = [run.x, run.y];
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [index, advance] of advances.entries()) {
    xs.push(x);
    ys.push(y);
    x += natural ? advance : offsetAt(deltaX, index);
    y += offsetAt(deltaY, index);
  }
  return { xs, ys };
}

function offsetAt(deltas: readonly number[], index: number): number {
  return deltas[Math.min(index, deltas.length - 1)] ?? 0;
}
