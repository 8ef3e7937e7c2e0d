import { compare, equals } from './compare.ts';
import { FeelRange, type FeelValue } from './values.ts';

/** A range, or null where its ends have no order between them; null as an end leaves it open. */
export function makeRange(
  start: FeelValue,
  startIncluded: boolean,
  end: FeelValue,
  endIncluded: boolean,
  op: '=' | '!=' | null = null,
): FeelRange | null {
  if (op === null && start !== null && end !== null && compare(start, end) === null) return null;
  return new FeelRange(start, startIncluded, end, endIncluded, op);
}

/** Whether a range contains a value; null where they cannot be compared. */
export function contains(range: FeelRange, value: FeelValue): boolean | null {
  if (range.op) {
    const equal = equals(value, range.start);
    return equal === null ? null : equal === (range.op === '=');
  }
  const fromStart = range.start === null ? 1 : compare(value, range.start);
  const toEnd = range.end === null ? -1 : compare(value, range.end);
  if (fromStart === null || toEnd === null) return null;
  return (
    (range.startIncluded ? fromStart >= 0 : fromStart > 0) && (range.endIncluded ? toEnd <= 0 : toEnd < 0)
  );
}
