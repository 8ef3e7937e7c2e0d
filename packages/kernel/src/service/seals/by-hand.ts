import {
  OfdError,
  openPackage,
  readDocument,
  seamStamps,
  type Package,
  type StampInput,
} from '@quancheng/engines/ofd';
import type { Context } from '../../platform/context/index.ts';
import type { FileRow, Files, Upload } from '../../platform/files/index.ts';
import { sealErrors } from './errors.ts';
import type { SealRow } from './model.ts';
import type { Sealer } from './sealer.ts';

/** Millimetres from the left and top of a page, counted from 1; or one seal across all pages, so far from their top. */
export type HandPlace = { page: number; x: number; y: number } | { seam: number };

/**
 * Seals an OFD that a person uploaded, under a grant of their own, and keeps the signed file as theirs. Whoever calls
 * has checked that they may see the seal. Errors: `seal.unreadable`, `seal.off-page`, and those of `Sealer`.
 */
export async function sealByHand(
  ctx: Context,
  { sealer, files }: { sealer: Sealer; files: Files },
  seal: Pick<SealRow, 'id' | 'agencyId'>,
  upload: Upload,
  wanted: { place: HandPlace; purpose: string; forType: string | undefined },
): Promise<FileRow> {
  const { place, purpose, forType } = wanted;
  const sealing = await sealer.forOfd(ctx, {
    agencyId: seal.agencyId,
    by: 'caller',
    sealId: seal.id,
    purpose,
    entity: { kind: 'file', id: upload.name.slice(-120) },
    ...(forType === undefined ? {} : { forType }),
  });
  const content = await readable(async () => {
    const pkg = openPackage(upload.content);
    return sealing.seal(pkg, stampsAt(pkg, sealing.size, place));
  });
  return files.keep(ctx, {
    name: upload.name.slice(-120) || 'sealed.ofd',
    mediaType: 'application/ofd',
    content,
  });
}

/** What the engine finds wrong with a document is told to whoever brought it. */
async function readable(work: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OfdError) throw sealErrors.unreadable({ reason: error.text });
    throw error;
  }
}

function stampsAt(
  pkg: Package,
  size: { width: number; height: number },
  place: HandPlace,
): readonly StampInput[] {
  const boxes = readDocument(pkg).pages.map(({ box }) => box);
  const fits = (box: { width: number; height: number } | undefined, x: number, y: number): boolean =>
    box !== undefined && x >= 0 && y >= 0 && x + size.width <= box.width && y + size.height <= box.height;
  if ('seam' in place) {
    const { seam } = place;
    if (boxes.length < 2 || !boxes.every((box) => fits(box, 0, seam)))
      throw sealErrors.offPage({ pages: boxes.length });
    return seamStamps(boxes, size, seam);
  }
  const { page, x, y } = place;
  if (!fits(boxes[page - 1], x, y)) throw sealErrors.offPage({ pages: boxes.length });
  return [{ page: page - 1, boundary: { x, y, ...size } }];
}
