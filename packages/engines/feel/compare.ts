import { compareNumbers } from './numbers.ts';
import { FeelDate, FeelDateTime, FeelTime, offsetOf } from './temporal.ts';
import {
  hasOwn,
  DayTimeDuration,
  FeelRange,
  isContext,
  isNumber,
  YearMonthDuration,
  type FeelContext,
  type FeelValue,
} from './values.ts';

/** Equality (DMN 1.5 §10.3.2.13, table 42); null where the values are of different kinds. */
export function equals(a: FeelValue, b: FeelValue): boolean | null {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'string') return typeof b === 'string' ? false : null;
  if (typeof a === 'boolean') return typeof b === 'boolean' ? false : null;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) === 0 : null;
  if (Array.isArray(a)) return Array.isArray(b) ? listsEqual(a, b) : null;
  if (a instanceof FeelRange) return b instanceof FeelRange ? rangesEqual(a, b) : null;
  if (isContext(a)) return isContext(b) ? contextsEqual(a, b) : null;
  const order = compareTemporal(a, b);
  return order === null ? null : order === 0;
}

function listsEqual(a: FeelValue[], b: FeelValue[]): boolean | null {
  if (a.length !== b.length) return false;
  return all(a.map((item, index) => equals(item, b[index] ?? null)));
}

function contextsEqual(a: FeelContext, b: FeelContext): boolean | null {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length || !names.every((name) => hasOwn(b, name))) return false;
  return all(names.map((name) => equals(a[name] ?? null, b[name] ?? null)));
}

function rangesEqual(a: FeelRange, b: FeelRange): boolean | null {
  if (a.op !== b.op || a.startIncluded !== b.startIncluded || a.endIncluded !== b.endIncluded) return false;
  return all([equals(a.start, b.start), equals(a.end, b.end)]);
}

function all(results: (boolean | null)[]): boolean | null {
  if (results.includes(false)) return false;
  return results.includes(null) ? null : true;
}

/** Order of two values of one kind: negative, zero, positive, or null where they have none. */
export function compare(a: FeelValue, b: FeelValue): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string') return typeof b === 'string' ? compareStrings(a, b) : null;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : null;
  return compareTemporal(a, b);
}

/** By code point, so that rare characters beyond the basic plane come after the others. */
function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codeOrder(left) - codeOrder(right);
  }
  return a.length - b.length;
}

/** Surrogates stand below U+E000 in UTF-16, but the characters they make stand above. */
function codeOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareTemporal(a: FeelValue, b: FeelValue): number | null {
  if (a instanceof FeelDate) {
    if (b instanceof FeelDateTime) return compareTemporal(midnight(a), b);
    return b instanceof FeelDate ? a.year - b.year || a.month - b.month || a.day - b.day : null;
  }
  if (a instanceof FeelDateTime) {
    if (b instanceof FeelDate) return compareTemporal(a, midnight(b));
    return b instanceof FeelDateTime ? compareDateTimes(a, b) : null;
  }
  if (a instanceof FeelTime) return b instanceof FeelTime ? compareTimes(a, b) : null;
  if (a instanceof DayTimeDuration) return b instanceof DayTimeDuration ? a.seconds - b.seconds : null;
  if (a instanceof YearMonthDuration) return b instanceof YearMonthDuration ? a.months - b.months : null;
  return null;
}

/** A date beside a date and time counts as its midnight in UTC (§10.3.2.3.6). */
export function midnight(date: FeelDate): FeelDateTime {
  return new FeelDateTime(date, new FeelTime(0, 0, 0, 0));
}

/** Instants where both have a zone, wall clocks where neither has; to the second (§10.3.2.3.5). */
function compareDateTimes(a: FeelDateTime, b: FeelDateTime): number | null {
  if ((offsetOf(a) === null) !== (offsetOf(b) === null)) return null;
  return Math.floor(a.epochSeconds) - Math.floor(b.epochSeconds);
}

function compareTimes(a: FeelTime, b: FeelTime): number | null {
  if ((a.zone === null) !== (b.zone === null)) return null;
  return Math.floor(a.utcSeconds) - Math.floor(b.utcSeconds);
}
