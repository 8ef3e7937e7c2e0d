import { LiveCodeError, type Octets } from './model.ts';

/** The part of CBOR (RFC 8949) that codes are made of: whole numbers from 0, octets, texts and arrays. */
export type Cbor = number | Uint8Array | string | readonly Cbor[];

const major = { number: 0, octets: 2, text: 3, array: 4 } as const;
const deepest = 4;

export function encodeCbor(value: Cbor): Octets {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return join(parts);
}

function write(value: Cbor, parts: Uint8Array[]): void {
  if (typeof value === 'number') parts.push(head(major.number, value));
  else if (typeof value === 'string') {
    const octets = new TextEncoder().encode(value);
    parts.push(head(major.text, octets.length), octets);
  } else if (value instanceof Uint8Array) parts.push(head(major.octets, value.length), value);
  else {
    parts.push(head(major.array, value.length));
    for (const one of value) write(one, parts);
  }
}

/** In the fewest octets, as deterministic encoding asks (section 4.2.1). */
function head(type: number, size: number): Uint8Array {
  if (!Number.isSafeInteger(size) || size < 0) throw new LiveCodeError('not a whole number from 0');
  const first = type << 5;
  if (size < 24) return Uint8Array.of(first | size);
  if (size < 0x1_00) return Uint8Array.of(first | 24, size);
  if (size < 0x1_00_00) return Uint8Array.of(first | 25, size >> 8, size & 0xff);
  const wide = size >= 2 ** 32;
  const octets = new Uint8Array(wide ? 9 : 5);
  const view = new DataView(octets.buffer);
  octets[0] = first | (wide ? 27 : 26);
  if (wide) view.setBigUint64(1, BigInt(size));
  else view.setUint32(1, size);
  return octets;
}

export function join(parts: readonly Uint8Array[]): Octets {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Reads the whole of the octets. Errors: `LiveCodeError` for anything that `encodeCbor` would not have written. */
export function decodeCbor(octets: Uint8Array): Cbor {
  const reader = { octets, at: 0 };
  const value = read(reader, 0);
  if (reader.at !== octets.length) throw new LiveCodeError('something follows');
  return value;
}

interface Reader {
  readonly octets: Uint8Array;
  at: number;
}

function read(reader: Reader, depth: number): Cbor {
  if (depth > deepest) throw new LiveCodeError('too deep');
  const first = take(reader, 1)[0] ?? 0;
  const size = readSize(reader, first & 0x1f);
  switch (first >> 5) {
    case major.number:
      return size;
    case major.octets:
      return take(reader, size).slice();
    case major.text:
      return textOf(take(reader, size));
    case major.array: {
      // Each member takes an octet at least, so a length that lies ends here.
      if (size > reader.octets.length - reader.at) throw new LiveCodeError('it ends too early');
      return Array.from({ length: size }, () => read(reader, depth + 1));
    }
    default:
      throw new LiveCodeError('a kind that codes do not have');
  }
}

function readSize(reader: Reader, short: number): number {
  if (short < 24) return short;
  const width = { 24: 1, 25: 2, 26: 4, 27: 8 }[short];
  if (width === undefined) throw new LiveCodeError('a length without end');
  const size = take(reader, width).reduce((sum, octet) => sum * 256 + octet, 0);
  const least = width === 1 ? 24 : 2 ** (width * 4);
  if (size < least || !Number.isSafeInteger(size)) throw new LiveCodeError('not in the fewest octets');
  return size;
}

function take(reader: Reader, count: number): Uint8Array {
  const { octets, at } = reader;
  if (count > octets.length - at) throw new LiveCodeError('it ends too early');
  reader.at = at + count;
  return octets.subarray(at, reader.at);
}

function textOf(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new LiveCodeError('not UTF-8');
  }
}
