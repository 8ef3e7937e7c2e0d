import type { Paper, Sealing } from './model.ts';

export type { Paper, PaperBlock, PaperData, Sealing } from './model.ts';
export type { PdfSignature, SealPicture } from './signature.ts';

/** A paper as PDF. What sets it is loaded at the first one, not at the start of the server. */
export async function makePaper(paper: Paper): Promise<Uint8Array> {
  const { setPaper } = await import('./paper.ts');
  return setPaper(paper);
}

/** A paper as PDF under a seal, see `Sealing`. */
export async function makeSealedPaper(paper: Paper, sealing: Sealing): Promise<Uint8Array> {
  const { setSealedPaper } = await import('./paper.ts');
  return setSealedPaper(paper, sealing);
}
