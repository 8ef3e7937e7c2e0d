import { LiveCodeError, type Octets } from './model.ts';

/** Base45 (RFC 9285): octets as the characters that a QR code writes in 5.5 bits each. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map(Array.from(alphabet, (letter, value) => [letter, value]));

export function encodeBase45(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 2) {
    const second = octets[at + 1];
    let rest = second === undefined ? (octets[at] ?? 0) : (octets[at] ?? 0) * 256 + second;
    for (let letter = second === undefined ? 2 : 3; letter > 0; letter -= 1) {
      text += alphabet[rest % 45];
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** Errors: `LiveCodeError`. */
export function decodeBase45(text: string): Octets {
  if (text.length % 3 === 1) throw new LiveCodeError('not Base45');
  const octets = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let at = 0, to = 0; at < text.length; at += 3) {
    const letters = text.slice(at, at + 3);
    const value = Array.from(letters).reduceRight((sum, letter) => sum * 45 + valueOf(letter), 0);
    if (value >= (letters.length === 3 ? 65_536 : 256)) throw new LiveCodeError('not Base45');
    if (letters.length === 3) octets[to++] = value >> 8;
    octets[to++] = value & 0xff;
  }
  return octets;
}

function valueOf(letter: string): number {
  const value = values.get(letter);
  if (value === undefined) throw new LiveCodeError('not Base45');
  return value;
}
