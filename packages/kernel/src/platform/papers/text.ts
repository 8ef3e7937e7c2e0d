import { fitBlock, fitLine, type Width } from './lines.ts';
import { ink, point, type Rulers, type TextMark } from './sheet.ts';
import type { Values } from './values.ts';

/** What elements need to know while they are set. */
export interface Setting {
  values: Values;
  rulers: Rulers;
  /** Told of what does not fit at the smallest size. */
  tight(): void;
}

export type Align = 'left' | 'center' | 'right' | 'spread';

/** One line of text that waits for its place. */
export interface Line {
  text: string;
  face: keyof Rulers;
  /** In points. */
  size: number;
  /** Between characters. */
  spacing?: number;
  color?: string;
  shows?: readonly string[];
}

/** How far a line's baseline lies below the middle of its characters, in ems. */
const middle = 0.38;

/** Width of texts in a face, with a space between characters. */
export function widthIn(rulers: Rulers, face: keyof Rulers, spacing = 0): Width {
  return (text, size) => {
    const advances = rulers[face](text);
    const own = advances.reduce((sum, advance) => sum + advance, 0) * size * point;
    return own + Math.max(0, advances.length - 1) * spacing;
  };
}

/** A line within a width, the middle of its characters at a height. */
export function setLine(
  { text, face, size, spacing = 0, color = ink, shows = [] }: Line,
  { x, width, at, align }: { x: number; width: number; at: number; align: Align },
  rulers: Rulers,
): TextMark {
  const own = rulers[face](text).map((advance) => advance * size * point);
  const wide = own.reduce((sum, advance) => sum + advance, 0);
  const gaps = own.length - 1;
  const apart = align === 'spread' && gaps > 0 ? Math.max(0, (width - wide) / gaps) : spacing;
  const left = width - wide - apart * gaps;
  return {
    kind: 'text',
    text,
    face,
    size: size * point,
    x: x + (align === 'center' ? left / 2 : align === 'right' ? left : 0),
    y: at + middle * size * point,
    advances: own.map((advance) => advance + apart),
    spacing: apart,
    color,
    turn: 0,
    shows,
    isBehind: false,
  };
}

interface Block extends Line {
  x: number;
  y: number;
  width: number;
  /** Without one it is a single line. */
  height?: number | undefined;
  align: Align;
  /** Height of a line in sizes. */
  leading: number;
}

/** Text from the upper edge of its place, made smaller where it does not fit. */
export function setBlock(block: Block, { rulers, tight }: Pick<Setting, 'rulers' | 'tight'>): TextMark[] {
  const { x, y, width, height, align, leading } = block;
  const measure = widthIn(rulers, block.face, block.spacing);
  const { size, lines, fits } =
    height === undefined
      ? fitLine(block.text, block.size, width, measure)
      : fitBlock(block.text, { size: block.size, width, height, leading }, measure);
  if (!fits) tight();
  const step = (height === undefined ? 1 : leading) * size * point;
  return lines.map((text, index) =>
    setLine({ ...block, text, size }, { x, width, at: y + step * (index + 0.5), align }, rulers),
  );
}
