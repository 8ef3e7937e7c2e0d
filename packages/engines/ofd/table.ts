import type { ObjectInput, StrokeInput } from './write-input.ts';

/** Lengths in millimetres. */
export interface TableInput {
  /** Corner of the table on its page. */
  readonly x: number;
  readonly y: number;
  readonly columns: readonly number[];
  readonly rows: readonly RowInput[];
  readonly font: string;
  readonly size: number;
  readonly color?: string;
  /** Borders of cells; `null` for none. */
  readonly border?: StrokeInput | null;
  /** Between border and text. */
  readonly padding?: number;
  /** Height of a line in sizes of the font. */
  readonly lineHeight?: number;
  /** Width of a text at a size. */
  readonly measure: (text: string, size: number, font: string) => number;
}

export interface RowInput {
  /** Least height. */
  readonly height?: number;
  readonly cells: readonly CellInput[];
}

export interface CellInput {
  readonly text: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly columns?: number;
  readonly rows?: number;
  readonly font?: string;
  readonly size?: number;
  readonly color?: string;
  /** Key of the cell's lines of text, for custom tags. */
  readonly key?: string;
}

interface PlacedCell {
  readonly cell: CellInput;
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly lines: readonly string[];
}

/** A table as objects of a page, and its height. Rows grow with their text. */
export function table(input: TableInput): { objects: ObjectInput[]; height: number } {
  const cells = placeCells(input);
  const heights = rowHeights(input, cells);
  const tops = [0];
  for (const height of heights) tops.push((tops[tops.length - 1] ?? 0) + height);
  const border = input.border === undefined ? { color: '#000000', width: 0.2 } : input.border;
  const objects = cells.flatMap((placed): ObjectInput[] => {
    const left = input.x + sum(input.columns.slice(0, placed.column));
    const top = input.y + (tops[placed.row] ?? 0);
    const end = Math.min(heights.length, placed.row + (placed.cell.rows ?? 1));
    const height = (tops[end] ?? 0) - (tops[placed.row] ?? 0);
    const [right, bottom] = [left + placed.width, top + height];
    const frame = `M ${left} ${top} L ${right} ${top} L ${right} ${bottom} L ${left} ${bottom} Z`;
    return [
      ...(border ? [{ kind: 'path', data: frame, stroke: border } as const] : []),
      ...cellTexts(input, placed, left, top, height),
    ];
  });
  return { objects, height: tops[tops.length - 1] ?? 0 };
}

/** Cells from left to right, around those that reach down from rows above. */
function placeCells(input: TableInput): PlacedCell[] {
  const taken = new Set<string>();
  const placed: PlacedCell[] = [];
  for (const [row, { cells }] of input.rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      while (taken.has(`${row} ${column}`)) column += 1;
      const span = cell.columns ?? 1;
      for (let down = 0; down < (cell.rows ?? 1); down += 1)
        for (let along = 0; along < span; along += 1) taken.add(`${row + down} ${column + along}`);
      const width = sum(input.columns.slice(column, column + span));
      const size = cell.size ?? input.size;
      const font = cell.font ?? input.font;
      const room = width - 2 * paddingOf(input);
      const lines = wrapText(cell.text, room, (text) => input.measure(text, size, font));
      placed.push({ cell, row, column, width, lines });
      column += span;
    }
  }
  return placed;
}

function rowHeights(input: TableInput, cells: readonly PlacedCell[]): number[] {
  const heights = input.rows.map(({ height = 0 }) => height);
  for (const { cell, row, lines } of cells) {
    // A cell of several rows adds what it lacks to its last one.
    const last = Math.min(heights.length, row + (cell.rows ?? 1)) - 1;
    const wanted = lines.length * lineHeight(input, cell) + 2 * paddingOf(input);
    const have = sum(heights.slice(row, last + 1));
    if (wanted > have) heights[last] = (heights[last] ?? 0) + wanted - have;
  }
  return heights;
}

function cellTexts(
  input: TableInput,
  { cell, width, lines }: PlacedCell,
  left: number,
  top: number,
  height: number,
): ObjectInput[] {
  const size = cell.size ?? input.size;
  const font = cell.font ?? input.font;
  const color = cell.color ?? input.color;
  const step = lineHeight(input, cell);
  const start = top + (height - lines.length * step) / 2;
  const padding = paddingOf(input);
  return lines.flatMap((text, index): ObjectInput[] => {
    if (text === '') return [];
    const rest = width - 2 * padding - input.measure(text, size, font);
    const shift = cell.align === 'right' ? rest : cell.align === 'center' ? rest / 2 : 0;
    // A character stands in the middle of its line with some 0.86 of its height above the baseline.
    const y = start + index * step + (step - size) / 2 + 0.86 * size;
    return [
      {
        kind: 'text',
        text,
        font,
        size,
        x: left + padding + shift,
        y,
        ...(color !== undefined && { color }),
        ...(cell.key !== undefined && { key: cell.key }),
      },
    ];
  });
}

function paddingOf(input: TableInput): number {
  return input.padding ?? 1.2;
}

function lineHeight(input: TableInput, cell: CellInput): number {
  return (cell.size ?? input.size) * (input.lineHeight ?? 1.4);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Marks that must not begin a line (GB/T 15834), and those that must not end one. */
const notFirst = /^[，。、；：？！）》」』”’…％%,.;:?!)\]}]/;
const notLast = /[（《「『“‘([{]$/;

/**
 * A text in lines no wider than `width`: broken at line ends, between Chinese characters and at blanks; a word
 * longer than a line is broken anywhere.
 */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const piece of pieces(paragraph)) {
      if (line === '' || measure((line + piece).trimEnd()) <= width) line += piece;
      else {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      }
      while (measure(line.trimEnd()) > width && Array.from(line).length > 1) {
        const [head, tail] = breakAnywhere(line, width, measure);
        lines.push(head);
        line = tail;
      }
    }
    return [...lines, line.trimEnd()];
  });
}

/** What stays together: a word with its blank, a character with the marks that belong to it. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const part of text.match(/[\x21-\x7e\u00c0-\u024f]+\s*|\s+|[^\s]/gu) ?? []) {
    const before = found[found.length - 1];
    if (before !== undefined && (notFirst.test(part) || notLast.test(before)))
      found[found.length - 1] = before + part;
    else found.push(part);
  }
  return found;
}

function breakAnywhere(line: string, width: number, measure: (text: string) => number): [string, string] {
  const characters = Array.from(line);
  let count = 1;
  while (count < characters.length && measure(characters.slice(0, count + 1).join('')) <= width) count += 1;
  return [characters.slice(0, count).join(''), characters.slice(count).join('')];
}
