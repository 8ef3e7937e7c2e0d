import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import type { LayoutProblem } from './examine.ts';
import type { LicenceFileOptions, LicenceFiles } from './licence-files.ts';
import type { LicenceData, Paper, Sealing } from './model.ts';

export { exampleOf, longestOf } from './examples.ts';
export type { LayoutProblem } from './examine.ts';
export type { LicenceFileOptions, LicenceFiles } from './licence-files.ts';
export type { LicenceData, OfdSealing, Paper, PaperBlock, PaperData, Sealing } from './model.ts';
export type { PdfSignature, SealPicture } from './signature.ts';

// What sets papers is loaded at the first one, not at the start of the server.

/** Noto Serif SC (OFL), which covers the rare characters of names, cut down to the characters of one text. */
export async function fontFor(text: string): Promise<Uint8Array> {
  const { subsetFor } = await import('./font.ts');
  return subsetFor(text);
}

/** A paper as PDF. */
export async function makePaper(paper: Paper): Promise<Uint8Array> {
  const { setPaper } = await import('./paper.ts');
  return setPaper(paper);
}

/** A paper as PDF under a seal, see `Sealing`. */
export async function makeSealedPaper(paper: Paper, sealing: Sealing): Promise<Uint8Array> {
  const { setSealedPaper } = await import('./paper.ts');
  return setSealedPaper(paper, sealing);
}

/**
 * The files of one licence, drawn alike, each with its data attached; the kinds that are asked for, under a seal or
 * without.
 */
export async function makeLicenceFiles(
  layout: Layout,
  data: LicenceData,
  options: LicenceFileOptions,
): Promise<LicenceFiles> {
  const { setLicence } = await import('./licence-files.ts');
  return setLicence(layout, data, options);
}

/** The same as SVG for a screen, its pages one below the other; without a seal. */
export async function previewOf(layout: Layout, data: LicenceData): Promise<string> {
  const { drawPreview } = await import('./licence-files.ts');
  return drawPreview(layout, data);
}

/** Values that a layout asks for and its type of licence does not have, or that want a format. */
export async function layoutBindingProblems(
  layout: Layout,
  type: LicenceTypeSource,
): Promise<LayoutProblem[]> {
  const { bindingProblems } = await import('./examine.ts');
  return bindingProblems(layout, type);
}

/** What leaves its page, lies over something else or does not fit, with usual values and with the longest ones. */
export async function layoutFitProblems(layout: Layout, type: LicenceTypeSource): Promise<LayoutProblem[]> {
  const { fitProblems } = await import('./examine.ts');
  return fitProblems(layout, type);
}
