export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at === a.length && at === b.length;
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** @throws {RangeError} on anything but pairs of hexadecimal digits */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-f]/i.test(hex)) throw new RangeError('not hexadecimal');
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8190) {
    let part = '';
    for (let at = start; at < Math.min(start + 8190, bytes.length); at += 3) {
      const rest = bytes.length - at;
      const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      part += `${alphabet[group >> 18]}${alphabet[(group >> 12) & 63]}`;
      part += `${rest > 1 ? alphabet[(group >> 6) & 63] : '='}${rest > 2 ? alphabet[group & 63] : '='}`;
    }
    parts.push(part);
  }
  return parts.join('');
}

/** Bytes of a base64 text, blanks ignored; `undefined` where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const compact = text.replaceAll(/\s+/g, '');
  const plain = compact.replace(/={1,2}$/, '');
  if (compact.length % 4 !== 0 || plain.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((plain.length * 3) / 4));
  let group = 0;
  let filled = 0;
  let at = 0;
  for (const letter of plain) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffffff;
    filled += 6;
    if (filled < 8) continue;
    filled -= 8;
    bytes[at] = (group >> filled) & 0xff;
    at += 1;
  }
  // Bits left over must be zero: otherwise two texts would stand for the same bytes.
  return (group & ((1 << filled) - 1)) === 0 ? bytes : undefined;
}
