import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seamStamps } from '@quancheng/engines/ofd';
import { shownOn, usualPlace, within } from './place.ts';

const side = fc.integer({ min: 100, max: 400 });
const sizes = fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 8 });
const seal = fc.record({ width: fc.integer({ min: 15, max: 60 }), height: fc.integer({ min: 15, max: 60 }) });
const anywhere = fc.double({ min: -500, max: 500, noNaN: true });

describe('the place of a seal', () => {
  it('is on its page, wherever one clicks', () => {
    fc.assert(
      fc.property(sizes, seal, anywhere, anywhere, (pages, picture, x, y) => {
        const place = within({ ...usualPlace(pages, picture), x, y }, picture, pages[0]!);
        expect(place.x).toBeGreaterThanOrEqual(0);
        expect(place.y).toBeGreaterThanOrEqual(0);
        expect(place.x + picture.width).toBeLessThanOrEqual(pages[0]!.width + 1e-9);
        expect(place.y + picture.height).toBeLessThanOrEqual(pages[0]!.height + 1e-9);
      }),
    );
  });

  it('shows of a seam on each page the strip that is stamped there', () => {
    fc.assert(
      fc.property(sizes, seal, (pages, picture) => {
        const stamps = seamStamps(pages, picture, 10);
        stamps.forEach(({ boundary, clip }, page) => {
          const shown = shownOn({ way: 'seam', page: 0, x: 0, y: 10 }, page, picture, pages)!;
          const [right = 0, left = 0] = [...shown.clip.matchAll(/([\d.e-]+)%/g)].map((match) =>
            Number(match[1]),
          );
          expect((shown.left / 100) * pages[page]!.width).toBeCloseTo(boundary.x, 6);
          expect((left / 100) * picture.width).toBeCloseTo(clip!.x, 6);
          expect((1 - (left + right) / 100) * picture.width).toBeCloseTo(clip!.width, 6);
        });
      }),
    );
  });

  it('is on its own page alone unless it is a seam', () => {
    const pages = [1, 2, 3].map(() => ({ width: 210, height: 297 }));
    const place = usualPlace(pages, { width: 42, height: 42 });
    expect(pages.map((_, page) => shownOn(place, page, { width: 42, height: 42 }, pages) !== null)).toEqual([
      false,
      false,
      true,
    ]);
  });
});
