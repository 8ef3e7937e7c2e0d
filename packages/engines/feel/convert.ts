import { Decimal } from 'decimal.js';
import { Dec, normal } from './numbers.ts';
import { civilFromDays, FeelDateTime, FeelTime } from './temporal.ts';
import { textOf } from './text.ts';
import {
  FeelFunction,
  FeelRange,
  isContext,
  isDuration,
  isTemporal,
  setEntry,
  type FeelContext,
  type FeelValue,
} from './values.ts';

/**
 * JSON of a value: dates, times, durations and ranges as text (ISO 8601), a number as a number where a
 * JavaScript number holds it exactly, else as text; a function as null.
 */
export function toJson(value: FeelValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Decimal) {
    const plain = value.toNumber();
    return new Dec(plain).eq(value) ? plain : value.toFixed();
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof FeelFunction) return null;
  if (!isContext(value)) return textOf(value);
  const json: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) setJson(json, name, toJson(entry));
  return json;
}

function setJson(json: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(json, name, { value, enumerable: true });
  else json[name] = value;
}

/**
 * A value from JSON or from a program. Text stays text, also where it looks like a date; a `Date` becomes a
 * date and time in UTC; what FEEL cannot hold becomes null. Values that are FEEL's already stay themselves.
 */
export function toFeel(value: unknown): FeelValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isSafeInteger(value)
        ? value || 0
        : Number.isFinite(value)
          ? normal(new Dec(value))
          : null;
    case 'bigint':
      return normal(new Dec(value.toString()));
    case 'object':
      return value === null ? null : objectToFeel(value);
    default:
      return null;
  }
}

function objectToFeel(value: object): FeelValue {
  if (Array.isArray(value)) return listToFeel(value);
  if (value instanceof Date) return instantToFeel(value, 0);
  if (value instanceof Decimal) return normal(new Dec(value));
  const known = value as FeelValue; // narrowed next: a class of FEEL, or a plain object
  if (isContext(known)) return contextToFeel(known);
  const isFeel =
    isTemporal(known) || isDuration(known) || known instanceof FeelRange || known instanceof FeelFunction;
  return isFeel ? known : null;
}

function listToFeel(list: readonly unknown[]): FeelValue[] {
  const items = list.map(toFeel);
  // The same list where nothing changed, so that lists which are FEEL's already keep their identity.
  return items.every((item, index) => item === list[index]) ? (list as FeelValue[]) : items;
}

function contextToFeel(record: FeelContext): FeelContext {
  const context: FeelContext = {};
  let changed = false;
  for (const [name, entry] of Object.entries(record)) {
    const value = toFeel(entry);
    changed ||= value !== entry;
    setEntry(context, name, value);
  }
  return changed ? context : record;
}

/** An instant as date and time at an offset, in seconds east of UTC. */
export function instantToFeel(instant: Date, offset: number): FeelDateTime | null {
  const milliseconds = instant.getTime() + offset * 1000;
  if (!Number.isFinite(milliseconds)) return null;
  const days = Math.floor(milliseconds / 86_400_000);
  const rest = milliseconds - days * 86_400_000;
  const minutes = Math.floor(rest / 60_000);
  const time = new FeelTime(Math.floor(minutes / 60), minutes % 60, (rest % 60_000) / 1000, offset);
  return new FeelDateTime(civilFromDays(days), time);
}
