import { tags } from './read.ts';

/** One element: tag, shortest length, content. Content of several parts is laid end to end. */
export function element(tag: number, ...parts: Uint8Array[]): Uint8Array {
  return elementOf(tag, parts);
}

/** The same of as many parts as there are, where an engine takes no such number of arguments. */
export function elementOf(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size: number[] = [];
  if (length < 0x80) size.push(length);
  else {
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
    size.unshift(0x80 | size.length);
  }
  const bytes = new Uint8Array(1 + size.length + length);
  bytes[0] = tag;
  bytes.set(size, 1);
  let at = 1 + size.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function sequence(...parts: Uint8Array[]): Uint8Array {
  return element(tags.sequence, ...parts);
}

/** A SET OF, whose elements DER wants in the order of their bytes. */
export function setOf(...parts: Uint8Array[]): Uint8Array {
  return element(tags.set, ...[...parts].sort(compareBytes));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function integer(value: bigint | number): Uint8Array {
  const octets: number[] = [];
  let rest = BigInt(value);
  do {
    octets.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (rest !== 0n && rest !== -1n);
  const first = octets[0] ?? 0;
  if (rest === 0n && first >= 0x80) octets.unshift(0);
  if (rest === -1n && first < 0x80) octets.unshift(0xff);
  return element(tags.integer, Uint8Array.from(octets));
}

/** An unsigned INTEGER from its big-endian octets. */
export function unsigned(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const minimal = bytes.subarray(start);
  return (minimal[0] ?? 0) >= 0x80
    ? element(tags.integer, Uint8Array.of(0), minimal)
    : element(tags.integer, minimal);
}

/** Arcs of any length, as one made of a UUID has them (X.667). */
export function oid(dotted: string): Uint8Array {
  const [top = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const octets: number[] = [];
  for (const arc of [top * 40n + second, ...rest]) {
    const group = [Number(arc % 128n)];
    for (let high = arc / 128n; high > 0n; high /= 128n) group.unshift(0x80 | Number(high % 128n));
    octets.push(...group);
  }
  return element(tags.oid, Uint8Array.from(octets));
}

export function octets(bytes: Uint8Array): Uint8Array {
  return element(tags.octets, bytes);
}

export function bits(bytes: Uint8Array): Uint8Array {
  return element(tags.bits, Uint8Array.of(0), bytes);
}

export function boolean(value: boolean): Uint8Array {
  return element(tags.boolean, Uint8Array.of(value ? 0xff : 0));
}

export function utf8(text: string): Uint8Array {
  return element(tags.utf8, new TextEncoder().encode(text));
}

/** Text of ASCII. @throws {RangeError} on other characters. */
export function ia5(text: string): Uint8Array {
  return element(tags.ia5, ascii(text));
}

export function printable(text: string): Uint8Array {
  return element(tags.printable, ascii(text));
}

function ascii(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length !== text.length) throw new RangeError(`"${text}" is not ASCII`);
  return bytes;
}

/** GeneralizedTime in UTC to the second. */
export function generalizedTime(date: Date): Uint8Array {
  return element(tags.generalizedTime, ascii(`${digits(date)}Z`));
}

/** UTCTime to the second, for years 1950 to 2049. */
export function utcTime(date: Date): Uint8Array {
  return element(tags.utcTime, ascii(`${digits(date).slice(2)}Z`));
}

function digits(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

/** `[number] EXPLICIT`. */
export function explicit(number: number, part: Uint8Array): Uint8Array {
  return element(0xa0 | number, part);
}
