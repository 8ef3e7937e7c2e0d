/** Bytes that are not DER (ITU-T X.690 §10). `offset` counts from the start of the bytes read. */
export class DerError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = 'DerError';
    this.offset = offset;
  }
}

/** One element; `bytes` is exactly what was read, header included, so that it can be hashed as it stands. */
export interface DerNode {
  /** The identifier octet: 0x30 is a SEQUENCE, 0xa0 is [0]. */
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
  /** Where `content` begins, from the start of the bytes given to `readDer`. */
  readonly offset: number;
  readonly depth: number;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

const maxDepth = 40;
const maxChildren = 10_000;

/**
 * Reads one element that fills `bytes`. Refuses indefinite and longer than necessary lengths, tags of several
 * octets and trailing bytes, which an attacker could otherwise hide things in.
 * @throws {DerError}
 */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readAt(bytes, 0, 0, 0);
  if (node.bytes.length !== bytes.length) throw new DerError('trailing bytes', node.bytes.length);
  return node;
}

/** Reads the element at the start of `bytes`, whatever follows: for rooms that are larger than what stands in them. */
export function readPrefix(bytes: Uint8Array): DerNode {
  return readAt(bytes, 0, 0, 0);
}

/** The elements inside a constructed element. */
export function childrenOf(node: DerNode): DerNode[] {
  if ((node.tag & 0x20) === 0) throw new DerError('expected a constructed element', node.offset);
  if (node.depth >= maxDepth) throw new DerError('elements nested too deep', node.offset);
  const children: DerNode[] = [];
  for (let at = 0; at < node.content.length;) {
    if (children.length >= maxChildren) throw new DerError('too many elements', node.offset + at);
    const child = readAt(node.content, at, node.offset, node.depth + 1);
    children.push(child);
    at += child.bytes.length;
  }
  return children;
}

function readAt(bytes: Uint8Array, start: number, base: number, depth: number): DerNode {
  const tag = byteAt(bytes, start, base);
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag of several octets', base + start);
  const first = byteAt(bytes, start + 1, base);
  let at = start + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0) throw new DerError('indefinite length', base + start);
    if (count > 4) throw new DerError('length too large', base + start);
    length = 0;
    for (let octet = 0; octet < count; octet += 1) length = length * 256 + byteAt(bytes, at + octet, base);
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('length not minimal', base + start);
    at += count;
  }
  if (length > bytes.length - at) throw new DerError('element longer than its frame', base + start);
  return {
    tag,
    bytes: bytes.subarray(start, at + length),
    content: bytes.subarray(at, at + length),
    offset: base + at,
    depth,
  };
}

function byteAt(bytes: Uint8Array, at: number, base: number): number {
  const value = bytes[at];
  if (value === undefined) throw new DerError('element cut off', base + at);
  return value;
}

/** The element itself if it has the tag. @throws {DerError} where it has another or is missing. */
export function expectTag(node: DerNode | undefined, tag: number): DerNode {
  if (node === undefined) throw new DerError('element missing', 0);
  if (node.tag !== tag) throw new DerError(`expected tag ${tag}, found ${node.tag}`, node.offset);
  return node;
}
