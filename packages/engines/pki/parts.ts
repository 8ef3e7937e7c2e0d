import {
  element,
  generalizedTime,
  oid,
  printable,
  sequence,
  setOf,
  tags,
  utcTime,
  utf8,
} from '../der/index.ts';
import type { Name } from './model.ts';

const attributes = [
  ['country', '2.5.4.6', printable],
  ['state', '2.5.4.8', utf8],
  ['locality', '2.5.4.7', utf8],
  ['organisation', '2.5.4.10', utf8],
  ['unit', '2.5.4.11', utf8],
  ['number', '2.5.4.5', printable],
  ['common', '2.5.4.3', utf8],
] as const;

export function nameOf(name: Name): Uint8Array {
  return sequence(
    ...attributes.flatMap(([part, type, write]) => {
      const value = name[part];
      return value === undefined ? [] : [setOf(sequence(oid(type), write(value)))];
    }),
  );
}

/** A time as certificates write it: UTCTime until 2049, then GeneralizedTime (RFC 5280 §4.1.2.5). */
export function timeOf(date: Date): Uint8Array {
  return date.getUTCFullYear() < 2050 ? utcTime(date) : generalizedTime(date);
}

/** `[number] IMPLICIT` of bytes, or of a constructed element whose own tag it replaces. */
export function implicit(number: number, content: Uint8Array): Uint8Array {
  return element(0x80 | number, content);
}

export function constructed(number: number, ...parts: Uint8Array[]): Uint8Array {
  return element(0xa0 | number, ...parts);
}

/** A BIT STRING of named bits, the first one leftmost, without trailing zeros. */
export function namedBits(...set: number[]): Uint8Array {
  const last = Math.max(...set);
  const bytes = new Uint8Array(Math.floor(last / 8) + 1);
  for (const bit of set) {
    const at = Math.floor(bit / 8);
    bytes[at] = (bytes[at] ?? 0) | (0x80 >> (bit % 8));
  }
  return element(tags.bits, Uint8Array.of(7 - (last % 8)), bytes);
}
