import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse';
import { itemErrors } from '../errors.ts';

/** One row of a source: its place, counted as a person counts rows, and its cells by column name. */
export interface SourceRow {
  number: number;
  cells: Record<string, unknown>;
}

/** Streams the rows of a CSV, XLSX or JSON file. Errors: `item.import-format`. */
export async function* readRows(file: string): AsyncGenerator<SourceRow> {
  switch (path.extname(file).toLowerCase()) {
    case '.csv':
      return yield* csvRows(file);
    case '.xlsx':
      return yield* xlsxRows(file);
    case '.json':
      return yield* jsonRows(file);
    default:
      throw itemErrors.importFormat({ file: path.basename(file) });
  }
}

async function* csvRows(file: string): AsyncGenerator<SourceRow> {
  // `relax_column_count`: a row with a cell too many is still a row, and is judged by what it says.
  const rows = createReadStream(file).pipe(
    parse({ columns: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true }),
  );
  let number = 1;
  for await (const cells of rows) yield { number: (number += 1), cells: cells as Record<string, unknown> };
}

async function* xlsxRows(file: string): AsyncGenerator<SourceRow> {
  // Loaded where it is used: it is large, and few processes read a sheet.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'ignore',
    hyperlinks: 'ignore',
  });
  for await (const sheet of workbook) {
    let names: string[] | undefined;
    for await (const row of sheet) {
      const values = (row.values as unknown[]).slice(1).map(plainCell);
      if (!names) {
        names = values.map((value) => String(value ?? '').trim());
        continue;
      }
      const cells = Object.fromEntries(
        names.map((name, index) => [name, values[index]]).filter(([name]) => name !== ''),
      );
      if (Object.values(cells).some((value) => value !== undefined && value !== null))
        yield { number: row.number, cells };
    }
    return; // the first sheet is the list
  }
}

/** Rich text, formulas and dates as what a reader of the sheet sees. */
function plainCell(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (value === null || typeof value !== 'object') return value;
  const { richText, result, text } = value as {
    richText?: { text: string }[];
    result?: unknown;
    text?: unknown;
  };
  return richText ? richText.map((part) => part.text).join('') : (result ?? text);
}

async function* jsonRows(file: string): AsyncGenerator<SourceRow> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw itemErrors.importFormat({ file: path.basename(file) });
  }
  // A bare list, or an object that holds one.
  const list = Array.isArray(value) ? value : Object.values(value ?? {}).find(Array.isArray);
  if (!list) throw itemErrors.importFormat({ file: path.basename(file) });
  let number = 0;
  for (const row of list as unknown[]) {
    number += 1;
    yield {
      number,
      cells: row !== null && typeof row === 'object' ? (row as Record<string, unknown>) : { value: row },
    };
  }
}
