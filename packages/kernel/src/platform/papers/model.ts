import type { Package, StampInput } from '@quancheng/engines/ofd';
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

/** What puts a seal on an OFD: its size in millimetres, and who signs the file. */
export interface OfdSealing {
  size: { width: number; height: number };
  seal(document: Package, stamps: StampInput[]): Promise<Uint8Array>;
}

/** What a licence says, in the order and form in which its record keeps it. */
export interface LicenceData {
  /** Code and Chinese name of its type. */
  type: { code: string; name: string };
  number: string;
  /** 电子证照标识 (GB/T 36904). */
  identifier?: string;
  holder: { name: string };
  issuer: string;
  /** Civil dates. */
  issuedOn: string;
  validFrom: string;
  validUntil: string | null;
  verifyCode: string;
  /** Address where it is checked, for the code. */
  verifyUrl: string;
  /** Values by the name of the field: dates as 2026-03-02, money in fen, areas in m². */
  fields: Readonly<Record<string, unknown>>;
  /** PNG or JPEG. */
  photo?: Uint8Array;
}
