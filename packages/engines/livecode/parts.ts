import { decodeBase45, encodeBase45 } from './base45.ts';
import { bounds, LiveCodeError, type Octets } from './model.ts';

/** Characters that a QR code of version 25 holds in its alphanumeric mode, by its level of error correction. */
const version25 = { M: 1451, L: 1853 } as const;
const whole = 'QC1:';
const part = /^QC1P([0-9A-F]{8})\.(\d{1,2})\.(\d{1,2}):(.*)$/s;
/** Of a part, at its longest. */
const partHead = 'QC1P00000000.16.16:'.length;

export interface ShownCode {
  /** What the QR code says, in its alphanumeric mode. */
  text: string;
  /** The highest level of error correction at which it fits into version 25. */
  level: 'L' | 'M';
}

/** A code as one text that fits a QR code of version 25, or as several, to be shown one after the other. */
export function textsOf(code: Uint8Array): ShownCode[] {
  const text = encodeBase45(code);
  for (const level of ['M', 'L'] as const)
    if (whole.length + text.length <= version25[level]) return [{ text: whole + text, level }];
  const room = version25.M - partHead;
  const count = Math.ceil(text.length / room);
  if (count > bounds.parts) throw new LiveCodeError('too long');
  const id = checksumOf(code);
  return Array.from({ length: count }, (_, index) => ({
    text: `QC1P${id}.${index + 1}.${count}:${text.slice(index * room, (index + 1) * room)}`,
    level: 'M',
  }));
}

/** Tells codes apart and finds parts that were put together wrongly; what is forged is found by the signatures. */
function checksumOf(code: Uint8Array): string {
  let hash = 0x81_1c_9d_c5;
  for (const octet of code) hash = Math.imul(hash ^ octet, 0x01_00_01_93);
  return (hash >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

export type Collected = { done: Octets } | { have: number; of: number };

export interface Collector {
  /** Takes what a QR code says, in any order. Errors: `LiveCodeError` for what is neither a code nor a part of one. */
  add(text: string): Collected;
}

/** Puts parts together. Those of another code begin anew. */
export function createCollector(): Collector {
  let id = '';
  let parts: (string | undefined)[] = [];
  return {
    add: (given) => {
      // A scanner or a message may have put spaces or line ends around it.
      const text = given.replace(/^\s+|[\r\n]+$/g, '');
      if (text.length > bounds.octets * 2) throw new LiveCodeError('too long');
      if (text.startsWith(whole)) return { done: decodeBase45(text.slice(whole.length)) };
      const [, of, number, total, content] = part.exec(text) ?? [];
      const [index, count] = [Number(number) - 1, Number(total)];
      if (of === undefined || content === undefined || count > bounds.parts || index < 0 || index >= count)
        throw new LiveCodeError('not a live code');
      if (id !== `${of} ${count}`) {
        id = `${of} ${count}`;
        parts = Array.from({ length: count }, () => undefined);
      }
      parts[index] = content;
      const have = parts.filter((one) => one !== undefined);
      if (have.length < count) return { have: have.length, of: count };
      id = '';
      const done = decodeBase45(have.join(''));
      if (checksumOf(done) !== of) throw new LiveCodeError('parts that do not belong together');
      return { done };
    },
  };
}
