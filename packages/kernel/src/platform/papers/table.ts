import type { LayoutElement } from '@quancheng/pack-sdk';
import { wrap } from './lines.ts';
import { rectangle, straight } from './shapes.ts';
import { grey, point, type Mark } from './sheet.ts';
import { setBlock, setLine, widthIn, type Setting } from './text.ts';
import { fillIn } from './values.ts';

type Table = Extract<LayoutElement, { kind: 'table' }>;

interface Cell {
  label: string;
  lines: readonly string[];
  shows: readonly string[];
}

interface Row {
  cells: readonly Cell[];
  /** Of its longest cell. */
  lines: number;
}

/** Rows at a size in points. */
interface SetRows {
  rows: Row[];
  size: number;
  /** Height of a line, in millimetres. */
  step: number;
}

/** Between lines and text, in millimetres. */
const padding = 1.6;
/** A row of more lines is cut at the end of a sheet; a shorter one moves on whole. */
const cutFrom = 6;
const smallest = 6;

/** A table's marks, sheet by sheet. Where its rows cannot go on they are set smaller until they fit. */
export function setTable(table: Table, setting: Setting): Mark[][] {
  const { next } = table;
  if (next) {
    const set = setRows(table, table.size, setting);
    return distribute(set, table, next).map((rows, part) =>
      draw({ ...set, rows }, { ...table, ...(part === 0 ? {} : next) }, setting),
    );
  }
  for (let size = table.size; ; size -= 0.5) {
    const set = setRows(table, size, setting);
    const fits = heightOf(set, set.rows, table) <= table.height + 0.01;
    if (!fits && size - 0.5 >= smallest) continue;
    if (!fits) setting.tight();
    return [draw(set, table, setting)];
  }
}

/** Rows with their values; a cell whose value is absent is left out, and a row without cells. */
function setRows(table: Table, size: number, { values, rulers }: Setting): SetRows {
  const measure = widthIn(rulers, 'regular');
  const rows = table.rows.flatMap((row) => {
    const filled = row.flatMap(({ label, text }) => {
      const value = fillIn(text, values);
      return value ? [{ label, ...value }] : [];
    });
    if (filled.length === 0) return [];
    const room = table.width / filled.length - table.label - 2 * padding;
    const cells = filled.map(({ label, text, shows }) => ({
      label,
      shows,
      lines: wrap(text, room, (part) => measure(part, size)),
    }));
    return [{ cells, lines: Math.max(...cells.map(({ lines }) => lines.length)) }];
  });
  return { rows, size, step: (table.leading ?? 1.5) * size * point };
}

function rowHeight({ step }: SetRows, row: Row, table: Table): number {
  return Math.max(table.rowHeight, row.lines * step + 2 * padding);
}

function heightOf(set: SetRows, rows: readonly Row[], table: Table): number {
  return rows.reduce((sum, row) => sum + rowHeight(set, row, table), 0);
}

/** Rows by sheet: as many as there is room for, long ones cut between their lines. */
function distribute(set: SetRows, table: Table, next: { height: number }): Row[][] {
  const sheets: Row[][] = [[]];
  let room = table.height;
  const waiting = [...set.rows];
  for (let row = waiting.shift(); row; row = waiting.shift()) {
    const height = rowHeight(set, row, table);
    const lines = Math.floor((room - 2 * padding) / set.step);
    if (height <= room + 0.01) {
      sheets.at(-1)?.push(row);
      room -= height;
      continue;
    }
    if (row.lines > cutFrom && lines >= 2 && lines < row.lines) {
      sheets.at(-1)?.push(cut(row, 0, lines));
      waiting.unshift(cut(row, lines, row.lines));
    } else if (room >= next.height) {
      // Not even an empty sheet has room: it is drawn, and what is wrong with it shows.
      sheets.at(-1)?.push(row);
    } else waiting.unshift(row);
    sheets.push([]);
    room = next.height;
  }
  return sheets.filter((rows, index) => index === 0 || rows.length > 0);
}

function cut(row: Row, from: number, to: number): Row {
  const cells = row.cells.map((cell) => ({ ...cell, lines: cell.lines.slice(from, to) }));
  return { cells, lines: Math.max(...cells.map(({ lines }) => lines.length)) };
}

function draw(set: SetRows, table: Table, setting: Setting): Mark[] {
  const { x, width, label, lineColor = '#8a9398' } = table;
  const texts: Mark[] = [];
  const lines: string[] = [];
  let top = table.y;
  for (const row of set.rows) {
    const height = rowHeight(set, row, table);
    const cellWidth = width / row.cells.length;
    row.cells.forEach((cell, index) => {
      const left = x + index * cellWidth;
      if (table.lines === 'grid') {
        lines.push(rectangle({ x: left, y: top, width: cellWidth, height }));
        if (label > 0) lines.push(straight(left + label, top, left + label, top + height));
      }
      texts.push(...drawLabel(cell.label, { x: left, at: top + height / 2, height }, set, table, setting));
      texts.push(...drawLines(cell, { x: left + label, at: top + height / 2 }, set, table, setting));
    });
    top += height;
    if (table.lines === 'rows') lines.push(straight(x, top, x + width, top));
  }
  const stroke = { color: lineColor, width: 0.2 };
  return [...(lines.length > 0 ? [{ kind: 'path', data: lines.join(' '), stroke } as const] : []), ...texts];
}

/** A label in the middle of its height; it wraps where it is longer than its column. */
function drawLabel(
  text: string,
  { x, at, height }: { x: number; at: number; height: number },
  { size }: SetRows,
  table: Table,
  setting: Setting,
): Mark[] {
  if (table.label === 0 || text === '') return [];
  const { labelColor: color = grey, labelAlign: align = 'left' } = table;
  const width = table.label - 2 * padding;
  const line = { text, face: 'regular', size, color } as const;
  const measure = widthIn(setting.rulers, 'regular');
  const isOne = measure(text, size) <= width + 0.01;
  const place = { x: x + padding, width, align, leading: 1.2 };
  if (isOne) return [setLine(line, { ...place, at }, setting.rulers)];
  const lines = wrap(text, width, (part) => measure(part, size)).length;
  const y = at - (lines * 1.2 * size * point) / 2;
  return setBlock({ ...line, ...place, align: align === 'spread' ? 'left' : align, y, height }, setting);
}

function drawLines(
  { lines, shows }: Cell,
  { x, at }: { x: number; at: number },
  { size, step }: SetRows,
  { color }: Table,
  { rulers }: Setting,
): Mark[] {
  return lines.map((text, index) =>
    setLine(
      { text, face: 'regular', size, shows, ...(color === undefined ? {} : { color }) },
      { x: x + padding, width: 0, at: at + step * (index - (lines.length - 1) / 2), align: 'left' },
      rulers,
    ),
  );
}
