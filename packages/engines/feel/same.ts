import { equals } from './compare.ts';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';
import { isTemporal, typeName, type FeelValue } from './values.ts';

/** `is` (DMN 1.5 §10.3.4.8): the same element of the same kind; of times, also written in the same zone. */
export function sameKind(a: FeelValue, b: FeelValue): boolean {
  if (typeName(a) !== typeName(b)) return false;
  if (!isTemporal(a) || !isTemporal(b)) return equals(a, b) === true;
  if (a instanceof FeelDate && b instanceof FeelDate) return sameDate(a, b);
  if (a instanceof FeelTime && b instanceof FeelTime) return sameTime(a, b);
  return (
    a instanceof FeelDateTime &&
    b instanceof FeelDateTime &&
    sameDate(a.date, b.date) &&
    sameTime(a.time, b.time)
  );
}

function sameDate(a: FeelDate, b: FeelDate): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

function sameTime(a: FeelTime, b: FeelTime): boolean {
  return a.hour === b.hour && a.minute === b.minute && a.second === b.second && a.zone === b.zone;
}
