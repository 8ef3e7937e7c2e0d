import type { Readable } from 'node:stream';

/** Looks for harmful content, such as an ICAP service or clamd. */
export interface Scanner {
  scan(content: Readable): Promise<'clean' | 'infected' | 'skipped'>;
}

/** Where no scanner is set up: files are marked `skipped`, so that one can go over them later. */
export const noScanner: Scanner = { scan: () => Promise.resolve('skipped') };
