import { Decimal } from 'decimal.js';
import { formatDuration } from './durations.ts';
import { formatNumber } from './numbers.ts';
import { FeelDate, FeelDateTime, FeelTime, formatDate, formatDateTime, formatTime } from './temporal.ts';
import { FeelFunction, FeelRange, isDuration, type FeelValue } from './values.ts';

/** What `string()` gives (DMN 1.5 §10.3.4.1); null only for null. */
export function textOf(value: FeelValue): string | null {
  if (value === null || typeof value === 'string') return value;
  return format(value);
}

function format(value: FeelValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' || value instanceof Decimal) return formatNumber(value);
  if (value instanceof FeelDate) return formatDate(value);
  if (value instanceof FeelTime) return formatTime(value);
  if (value instanceof FeelDateTime) return formatDateTime(value);
  if (isDuration(value)) return formatDuration(value);
  if (value instanceof FeelRange) return formatRange(value);
  if (value instanceof FeelFunction) return `function ${value.name}`;
  if (Array.isArray(value)) return `[${value.map(format).join(', ')}]`;
  const entries = Object.entries(value).map(([name, entry]) => `${formatKey(name)}: ${format(entry)}`);
  return `{${entries.join(', ')}}`;
}

function formatKey(name: string): string {
  return /^[\p{L}_?][\p{L}\p{N}\p{M}_?' ./\-+*]*$/u.test(name) ? name : JSON.stringify(name);
}

function formatRange(range: FeelRange): string {
  const start = range.start === null ? '' : format(range.start);
  const end = range.end === null ? '' : format(range.end);
  if (range.op) return `(${range.op} ${start})`;
  if (range.start === null) return `(${range.endIncluded ? '<=' : '<'} ${end})`;
  if (range.end === null) return `(${range.startIncluded ? '>=' : '>'} ${start})`;
  return `${range.startIncluded ? '[' : '('}${start}..${end}${range.endIncluded ? ']' : ')'}`;
}
