import type { Size } from './picture.tsx';

/** Where a seal goes: its top left corner in millimetres on a page counted from 0, or across the edges of all pages. */
export interface Place {
  way: 'page' | 'seam';
  page: number;
  x: number;
  y: number;
}

/** Kept within a page, to a tenth of a millimetre. */
export function within(place: Place, seal: Size, page: Size): Place {
  const clamp = (value: number, most: number) =>
    Math.round(Math.min(Math.max(value, 0), Math.max(most, 0)) * 10) / 10;
  return {
    ...place,
    x: clamp(place.x, page.width - seal.width),
    y: clamp(place.y, page.height - seal.height),
  };
}

/** Where official documents carry their seal unless someone says otherwise: low on the right of the last page. */
export function usualPlace(sizes: readonly Size[], seal: Size): Place {
  const page = sizes.length - 1;
  const size = sizes[page] ?? seal;
  return within({ way: 'page', page, x: size.width * 0.6, y: size.height * 0.7 }, seal, size);
}

/** As the API takes it. */
export function queryOf({ way, page, x, y }: Place): Record<string, string> {
  return way === 'seam' ? { seam: String(y) } : { page: String(page + 1), x: String(x), y: String(y) };
}

interface Shown {
  left: number;
  top: number;
  width: number;
  height: number;
  clip: string;
}

/** How the seal stands on a page, in hundredths of it; of a seam the strip of this page alone is seen. */
export function shownOn(place: Place, shown: number, seal: Size, sizes: readonly Size[]): Shown | null {
  const page = sizes[shown];
  if (!page || (place.way === 'page' && place.page !== shown)) return null;
  const strip = 1 / sizes.length;
  const x = place.way === 'page' ? place.x : page.width - seal.width * strip * (shown + 1);
  const clip =
    place.way === 'page' ? 'none' : `inset(0 ${(1 - strip * (shown + 1)) * 100}% 0 ${strip * shown * 100}%)`;
  return {
    left: (x / page.width) * 100,
    top: (place.y / page.height) * 100,
    width: (seal.width / page.width) * 100,
    height: (seal.height / page.height) * 100,
    clip,
  };
}
