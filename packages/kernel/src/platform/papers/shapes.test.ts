import fc from 'fast-check';
import { create } from 'qrcode';
import { expect, it } from 'vitest';
import { codePath } from './shapes.ts';

/** How often outlines wind around a point, by the edges that a ray to the right crosses. */
function windingOf(outlines: number[][][], x: number, y: number): number {
  return outlines
    .flatMap((corners) => corners.map((from, index) => [from, corners[(index + 1) % corners.length] ?? from]))
    .filter(([from = [], to = []]) => (from[0] ?? 0) > x && (from[1] ?? 0) > y !== (to[1] ?? 0) > y)
    .reduce((sum, [from = [], to = []]) => sum + Math.sign((to[1] ?? 0) - (from[1] ?? 0)), 0);
}

it('a code is dark where its modules are, and nowhere else', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^https:\/\/[a-z]{1,40}\/verify\/[0-9A-Z]{16}$/), (text) => {
      const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
      const outlines = codePath(text, 0, 0, size)
        .split('Z')
        .map((outline) => Array.from(outline.matchAll(/(\d+) (\d+)/g), ([, x, y]) => [Number(x), Number(y)]))
        .filter((corners) => corners.length > 0);
      const drawn = Array.from(data, (_, index) =>
        windingOf(outlines, (index % size) + 0.5, Math.floor(index / size) + 0.5),
      );
      expect(drawn).toEqual(Array.from(data));
    }),
    { numRuns: 5 },
  );
});
