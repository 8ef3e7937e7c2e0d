import { point } from './sheet.ts';

/** Below this size no text is made to fit; in points. */
const smallest = 6;
const step = 0.5;

export interface Fitted {
  /** In points. */
  size: number;
  lines: string[];
  /** Whether it fits at that size. */
  fits: boolean;
}

/** Width of a text at a size in points, in millimetres. */
export type Width = (text: string, size: number) => number;

/** The largest size, of at most the given, at which one line is no wider than it may be. */
export function fitLine(text: string, size: number, most: number, width: Width): Fitted {
  for (let at = size; ; at -= step) {
    const fits = width(text, at) <= most + 0.01;
    if (fits || at - step < smallest) return { size: at, lines: [text], fits };
  }
}

/** The same for text that wraps within a width and a height. */
export function fitBlock(
  text: string,
  { size, width, height, leading }: { size: number; width: number; height: number; leading: number },
  measure: Width,
): Fitted {
  for (let at = size; ; at -= step) {
    const lines = wrap(text, width, (part) => measure(part, at));
    const fits = lines.length * leading * at * point <= height + 0.01;
    if (fits || at - step < smallest) return { size: at, lines, fits };
  }
}

/** Breaks at any Chinese character and between Latin words; punctuation does not begin a line. */
export function wrap(text: string, most: number, width: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    for (const part of paragraph.match(
      /[[\p{L}\p{N}.,:\/@_%\-]--\p{Script=Han}]+[\uFF0C\uFF1B\uFF1A\uFF09。、]*|[《“\uFF08]*\p{Script=Han}[\uFF0C\uFF1B\uFF1A\uFF01\uFF1F\uFF09。、”》]*|./gv,
    ) ?? []) {
      for (const piece of width(part) > most ? [...part] : [part]) {
        const wide = width(piece);
        if (line !== '' && used + wide > most) {
          lines.push(line);
          line = piece.trimStart();
          used = width(line);
        } else {
          line += piece;
          used += wide;
        }
      }
    }
    lines.push(line);
  }
  return lines;
}
