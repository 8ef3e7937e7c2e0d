import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import type { LayoutProblem } from './examine.ts';
import type { LicenceData, Paper, Sealing } from './model.ts';
import { orderFont, orderLicence, orderPaper, orderPreview } from './press.ts';
import { drawnFor, sealDrawn, type LicenceFileOptions, type LicenceFiles } from './seal-licence.ts';

export { exampleOf, longestOf } from './examples.ts';
export { formats } from './formats.ts';
export type { LayoutProblem } from './examine.ts';
export type { LicenceFileOptions, LicenceFiles } from './seal-licence.ts';
export type { LicenceData, OfdSealing, Paper, PaperBlock, PaperData, Sealing } from './model.ts';
export type { PdfSignature, SealPicture } from './signature.ts';

/** Noto Serif SC (OFL), which covers the rare characters of names, cut down to the characters of one text. */
export function fontFor(text: string): Promise<Uint8Array> {
  return orderFont(text);
}

/** A paper as PDF. */
export function makePaper(paper: Paper): Promise<Uint8Array> {
  return orderPaper(paper);
}

/** A paper as PDF under a seal, see `Sealing`. */
export async function makeSealedPaper(paper: Paper, sealing: Sealing): Promise<Uint8Array> {
  const { setSealedPaper } = await import('./paper.ts');
  return setSealedPaper(paper, sealing);
}

/**
 * The files of one licence, drawn alike, each with its data attached; the kinds that are asked for, under a seal or
 * without. They are drawn on a thread of their own and sealed on the caller's.
 */
export async function makeLicenceFiles(
  layout: Layout,
  data: LicenceData,
  options: LicenceFileOptions,
): Promise<LicenceFiles> {
  return sealDrawn(await orderLicence(layout, data, drawnFor(options)), options);
}

/** The same as SVG for a screen, its pages one below the other; without a seal. */
export function previewOf(layout: Layout, data: LicenceData): Promise<string> {
  return orderPreview(layout, data);
}

// The rest is for those who write layouts, and loaded by them alone.

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
