import { instantToFeel } from '../convert.ts';
import { parseDuration } from '../durations.ts';
import { toNumber, type FeelNumber } from '../numbers.ts';
import { weekday, weekOfYear } from '../properties.ts';
import {
  daysInMonth,
  FeelDate,
  FeelDateTime,
  FeelTime,
  makeDate,
  makeTime,
  parseDate,
  parseDateTime,
  parseTime,
} from '../temporal.ts';
import {
  YearMonthDuration,
  type DayTimeDuration,
  type Evaluation,
  type FeelFunction,
  type FeelValue,
} from '../values.ts';
import { builtin, variant, type Variant } from './define.ts';

/** `now()` and `today()` answer in the time of China, whose one zone has no summer time. */
const chinaOffset = 8 * 3600;

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** DMN 1.5 §10.3.4.1 (conversion), §10.3.4.8 and §10.3.4.10. */
export const temporalFunctions: readonly FeelFunction[] = [
  builtin(
    'date',
    variant(['year: number', 'month: number', 'day: number'], ([year, month, day]) =>
      makeDate(toNumber(year), toNumber(month), toNumber(day)),
    ),
    variant(['from: any'], ([value]) => dateFrom(value)),
  ),
  builtin(
    'time',
    variant(
      ['hour: number', 'minute: number', 'second: number', 'offset?: days and time duration or null'],
      ([hour, minute, second, offset]) => timeOf(hour, minute, second, offset ?? null),
    ),
    variant(['from: any'], ([value]) => timeFrom(value)),
  ),
  builtin(
    'date and time',
    variant(['date: any', 'time: time'], ([date, time]) => {
      const day = date instanceof FeelDateTime ? date.date : date;
      return day instanceof FeelDate ? new FeelDateTime(day, time) : null;
    }),
    variant(['from: any'], ([value]) => dateTimeFrom(value)),
  ),
  builtin(
    'duration',
    variant(['from: string'], ([text]) => parseDuration(text)),
  ),
  builtin(
    'years and months duration',
    variant(['from: any', 'to: any'], ([from, to]) => monthsBetween(from, to)),
  ),
  builtin(
    'day of year',
    ofDate((date) => date.epochDay - new FeelDate(date.year, 1, 1).epochDay + 1),
  ),
  builtin(
    'day of week',
    ofDate((date) => dayNames[weekday(date) - 1] ?? null),
  ),
  builtin(
    'month of year',
    ofDate((date) => monthNames[date.month - 1] ?? null),
  ),
  builtin('week of year', ofDate(weekOfYear)),
  builtin(
    'last day of month',
    ofDate((date) => daysInMonth(date.year, date.month)),
  ),
  builtin(
    'now',
    variant([], (_, evaluation) => now(evaluation)),
  ),
  builtin(
    'today',
    variant([], (_, evaluation) => now(evaluation)?.date ?? null),
  ),
];

function ofDate(run: (date: FeelDate) => FeelValue): Variant {
  return variant(['date: any'], ([value]) => {
    const [only = null] = Array.isArray(value) && value.length === 1 ? value : [value];
    const date = only instanceof FeelDateTime ? only.date : only;
    return date instanceof FeelDate ? run(date) : null;
  });
}

function now(evaluation: Evaluation): FeelDateTime | null {
  return instantToFeel(evaluation.now ?? new Date(), chinaOffset);
}

function dateFrom(value: FeelValue): FeelValue {
  if (typeof value === 'string') return parseDate(value);
  if (value instanceof FeelDateTime) return value.date;
  return value instanceof FeelDate ? value : null;
}

function timeFrom(value: FeelValue): FeelValue {
  if (typeof value === 'string') return parseTime(value);
  if (value instanceof FeelDateTime) return value.time;
  if (value instanceof FeelDate) return new FeelTime(0, 0, 0, 0);
  return value instanceof FeelTime ? value : null;
}

function dateTimeFrom(value: FeelValue): FeelValue {
  if (typeof value === 'string') return parseDateTime(value);
  if (value instanceof FeelDate) return new FeelDateTime(value, new FeelTime(0, 0, 0, null));
  return value instanceof FeelDateTime ? value : null;
}

function timeOf(
  hour: FeelNumber,
  minute: FeelNumber,
  second: FeelNumber,
  offset: DayTimeDuration | null,
): FeelValue {
  return makeTime(toNumber(hour), toNumber(minute), toNumber(second), offset ? offset.seconds : null);
}

/** Whole months from one date to the other, towards zero; the time of day does not count. */
function monthsBetween(from: FeelValue, to: FeelValue): FeelValue {
  const start = from instanceof FeelDateTime ? from.date : from;
  const end = to instanceof FeelDateTime ? to.date : to;
  if (!(start instanceof FeelDate) || !(end instanceof FeelDate)) return null;
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const rest = end.day - start.day;
  if (months > 0 && rest < 0) return new YearMonthDuration(months - 1);
  return new YearMonthDuration(months < 0 && rest > 0 ? months + 1 : months);
}
