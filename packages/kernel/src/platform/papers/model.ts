import type { PdfSignature, SealPicture } from './signature.ts';

export type PaperBlock =
  | { kind: 'text'; text: string; align?: 'left' | 'right'; indent?: boolean }
  | { kind: 'fields'; rows: readonly { label: string; value: string }[] };

/** An official document on A4: heading, title, number, blocks, who signs, and a code to check it by. */
export interface Paper {
  heading: string;
  title: string;
  number: string;
  blocks: readonly PaperBlock[];
  signer: string;
  date: string;
  /** Web address behind the code, with the words beside it. */
  check?: { url: string; words: string };
}

/** Data that goes along with a paper, for programs. */
export interface PaperData {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  description: string;
}

/** What puts a seal on a paper. */
export interface Sealing {
  picture: SealPicture;
  signature: PdfSignature;
  data?: PaperData | undefined;
}
