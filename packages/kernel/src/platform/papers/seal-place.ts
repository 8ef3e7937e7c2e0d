import type { Sheet } from './sheet.ts';

interface Size {
  width: number;
  height: number;
}

/** Page and box of a seal of a size, made smaller where the sheet has less room for it. */
export function sealPlace(
  sheets: readonly Sheet[],
  { width, height }: Size,
): { page: number; x: number; y: number } & Size {
  const page = sheets.findIndex(({ seal }) => seal !== undefined);
  const seal = sheets[page]?.seal;
  if (!seal) throw new Error('there is no place for a seal');
  const scale = Math.min(1, seal.most / Math.max(width, height));
  const size = { width: width * scale, height: height * scale };
  return { page, x: seal.x - size.width / 2, y: seal.y - size.height / 2, ...size };
}
