/** What a reader accepts. Sizes in bytes. */
export interface Limits {
  readonly entries: number;
  /** One file, unpacked. */
  readonly entryBytes: number;
  /** All files together, unpacked. */
  readonly totalBytes: number;
  /** Unpacked to packed size, looked at from `ratioFrom` bytes on: DEFLATE reaches 1032, documents some 50. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const defaultLimits: Limits = {
  entries: 10_000,
  entryBytes: 64 << 20,
  totalBytes: 256 << 20,
  ratio: 200,
  ratioFrom: 4 << 20,
};

/** Bounds of what a document of allowed size may still unfold into. */
export const bounds = {
  xmlDepth: 100,
  xmlNodes: 500_000,
  pages: 10_000,
  /** Objects on one page with everything it pulls in. */
  objects: 200_000,
  /** Groups, composites and annotations inside one another. */
  nesting: 16,
  /** Characters of all pages' text, and of one drawn page. */
  characters: 64 << 20,
  /** Points of one text run. */
  deltas: 200_000,
  signatures: 1000,
} as const;
