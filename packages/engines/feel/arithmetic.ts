import { midnight } from './compare.ts';
import * as numbers from './numbers.ts';
import {
  addDays,
  addMonths,
  addSecondsToDateTime,
  addSecondsToTime,
  FeelDate,
  FeelDateTime,
  FeelTime,
  offsetOf,
} from './temporal.ts';
import { DayTimeDuration, isDuration, isNumber, YearMonthDuration, type FeelValue } from './values.ts';

/** Arithmetic of FEEL (DMN 1.5 §10.3.2.13, tables 45–50); null where the operands do not go together. */
export function add(a: FeelValue, b: FeelValue): FeelValue {
  if (isNumber(a)) return isNumber(b) ? numbers.add(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? a + b : null;
  if (isDuration(b))
    return a instanceof DayTimeDuration || a instanceof YearMonthDuration
      ? addDurations(a, b)
      : move(a, b, 1);
  return isDuration(a) ? move(b, a, 1) : null;
}

export function subtract(a: FeelValue, b: FeelValue): FeelValue {
  if (isNumber(a)) return isNumber(b) ? numbers.subtract(a, b) : null;
  if (isDuration(b)) return isDuration(a) ? addDurations(a, negated(b)) : move(a, b, -1);
  if (a instanceof FeelTime && b instanceof FeelTime) return timeDifference(a, b);
  return difference(a, b);
}

export function multiply(a: FeelValue, b: FeelValue): FeelValue {
  if (isNumber(a)) {
    if (isNumber(b)) return numbers.multiply(a, b);
    return isDuration(b) ? scale(b, a) : null;
  }
  return isDuration(a) && isNumber(b) ? scale(a, b) : null;
}

export function divide(a: FeelValue, b: FeelValue): FeelValue {
  if (isNumber(a)) return isNumber(b) ? numbers.divide(a, b) : null;
  if (!isDuration(a)) return null;
  if (isNumber(b)) {
    const share = numbers.divide(amount(a), b);
    return share === null ? null : withAmount(a, share);
  }
  const sameKind =
    (a instanceof DayTimeDuration && b instanceof DayTimeDuration) ||
    (a instanceof YearMonthDuration && b instanceof YearMonthDuration);
  return sameKind ? numbers.divide(amount(a), amount(b)) : null;
}

export function power(a: FeelValue, b: FeelValue): FeelValue {
  return isNumber(a) && isNumber(b) ? numbers.power(a, b) : null;
}

export function negate(value: FeelValue): FeelValue {
  if (isNumber(value)) return numbers.subtract(0, value);
  return isDuration(value) ? negated(value) : null;
}

function negated<T extends DayTimeDuration | YearMonthDuration>(
  duration: T,
): DayTimeDuration | YearMonthDuration {
  return duration instanceof YearMonthDuration
    ? new YearMonthDuration(-duration.months || 0)
    : new DayTimeDuration(-duration.seconds || 0);
}

function amount(duration: DayTimeDuration | YearMonthDuration): numbers.FeelNumber {
  return duration instanceof YearMonthDuration ? duration.months : duration.seconds;
}

function withAmount(
  duration: DayTimeDuration | YearMonthDuration,
  value: numbers.FeelNumber,
): DayTimeDuration | YearMonthDuration {
  const plain = numbers.toNumber(value);
  // Months are whole; what is left of a month has no fixed length in days.
  if (duration instanceof YearMonthDuration) return new YearMonthDuration(Math.trunc(plain) || 0);
  return new DayTimeDuration(Math.round(plain * 1e9) / 1e9 || 0);
}

function scale(duration: DayTimeDuration | YearMonthDuration, factor: numbers.FeelNumber): FeelValue {
  const value = numbers.multiply(amount(duration), factor);
  return value === null ? null : withAmount(duration, value);
}

function addDurations(
  a: DayTimeDuration | YearMonthDuration,
  b: DayTimeDuration | YearMonthDuration,
): DayTimeDuration | YearMonthDuration | null {
  if (a instanceof YearMonthDuration) {
    return b instanceof YearMonthDuration ? new YearMonthDuration(a.months + b.months) : null;
  }
  return b instanceof DayTimeDuration
    ? new DayTimeDuration(Math.round((a.seconds + b.seconds) * 1e9) / 1e9)
    : null;
}

function move(value: FeelValue, by: DayTimeDuration | YearMonthDuration, sign: 1 | -1): FeelValue {
  if (by instanceof YearMonthDuration) {
    if (value instanceof FeelDate) return addMonths(value, sign * by.months);
    if (!(value instanceof FeelDateTime)) return null;
    const date = addMonths(value.date, sign * by.months);
    return date && new FeelDateTime(date, value.time);
  }
  if (value instanceof FeelDate) return addDays(value, Math.floor((sign * by.seconds) / 86_400));
  if (value instanceof FeelDateTime) return addSecondsToDateTime(value, sign * by.seconds);
  return value instanceof FeelTime ? addSecondsToTime(value, sign * by.seconds) : null;
}

/** Both with a zone or both without (§10.3.2.13, table 46); a date is its midnight in UTC. */
function difference(a: FeelValue, b: FeelValue): FeelValue {
  const end = a instanceof FeelDate ? midnight(a) : a;
  const start = b instanceof FeelDate ? midnight(b) : b;
  if (!(end instanceof FeelDateTime) || !(start instanceof FeelDateTime)) return null;
  if ((offsetOf(end) === null) !== (offsetOf(start) === null)) return null;
  return new DayTimeDuration(Math.round((end.epochSeconds - start.epochSeconds) * 1e9) / 1e9);
}

function timeDifference(a: FeelTime, b: FeelTime): FeelValue {
  if ((a.zone === null) !== (b.zone === null)) return null;
  return new DayTimeDuration(Math.round((a.utcSeconds - b.utcSeconds) * 1e9) / 1e9);
}
