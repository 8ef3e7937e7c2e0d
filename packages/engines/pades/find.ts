/** A signature of a PDF as its bytes show it (ISO 32000-1 §12.8.1), before anything is believed of it. */
export interface Found {
  /** Where the hole for the signature begins and ends, and where what is covered ends. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
  /** What fills the hole; undefined where it is not one string of hexadecimal digits alone. */
  readonly contents: Uint8Array | undefined;
}

/** A dictionary that announces a signature and says nothing that can be followed. */
export type Broken = 'broken';

// As the key of a dictionary: a text that speaks of it is no signature.
const announced = /\/ByteRange(?=\s*(?:\[|\d+\s+\d+\s+R))/g;
const range = /^\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/;
const mostSignatures = 64;
/** Octets of a signature with its certificates and lists. */
const largest = 2 ** 20;

/**
 * The signatures of a PDF in the order of what they cover, found in its bytes rather than by its own table of objects:
 * such a table can lead a reader to one thing and a checker to another, bytes cannot.
 */
export function findSignatures(file: Uint8Array): (Found | Broken)[] {
  // One octet, one character; only ASCII is looked for.
  const text = new TextDecoder('latin1').decode(file);
  const found: (Found | Broken)[] = [];
  for (const { index } of text.matchAll(announced)) {
    if (found.length >= mostSignatures) return ['broken'];
    found.push(readRange(file, text, index + '/ByteRange'.length));
  }
  return found.toSorted((a, b) => endOf(a) - endOf(b));
}

function endOf(found: Found | Broken): number {
  return found === 'broken' ? 0 : found.end;
}

function readRange(file: Uint8Array, text: string, at: number): Found | Broken {
  const numbers = range
    .exec(text.slice(at, at + 100))
    ?.slice(1)
    .map(Number);
  if (numbers === undefined) return 'broken';
  const [start = 0, from = 0, to = 0, length = 0] = numbers;
  const end = to + length;
  // From the first byte on, with one hole: anything else leaves parts of the file open.
  if (start !== 0 || from === 0 || to <= from || length === 0 || end > file.length) return 'broken';
  return { from, to, end, contents: contentsOf(text.slice(from, to), text.slice(from - 32, from)) };
}

/** The hole must be the value of Contents, whole, and nothing beside it: what stands in it is not covered. */
function contentsOf(hole: string, before: string): Uint8Array | undefined {
  if (hole.length > largest * 2 || !/\/Contents\s*$/.test(before)) return undefined;
  if (!/^<(?:[0-9A-Fa-f]{2})+>$/.test(hole)) return undefined;
  const bytes = new Uint8Array((hole.length - 2) / 2);
  for (let octet = 0; octet < bytes.length; octet += 1)
    bytes[octet] = Number.parseInt(hole.slice(1 + octet * 2, 3 + octet * 2), 16);
  return bytes;
}
