import type { Paper } from './model.ts';

export type { Paper, PaperBlock } from './model.ts';

/** A paper as PDF. What sets it is loaded at the first one, not at the start of the server. */
export async function makePaper(paper: Paper): Promise<Uint8Array> {
  const { setPaper } = await import('./paper.ts');
  return setPaper(paper);
}
