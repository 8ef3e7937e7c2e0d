import { civilFromDays, FeelDate, FeelDateTime, FeelTime, offsetOf } from './temporal.ts';
import {
  DayTimeDuration,
  entryOf,
  FeelRange,
  isContext,
  YearMonthDuration,
  type FeelValue,
} from './values.ts';
import { Dec, normal } from './numbers.ts';

/** Properties that contain a space; the scanner must know them. */
export const spacedProperties = ['time offset', 'start included', 'end included'] as const;

/** `value.name` (DMN 1.5 §10.3.2.5 and table 65); of a list, the list of what its items have. */
export function propertyOf(value: FeelValue, name: string): FeelValue {
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return value.map((item) => propertyOf(item, name));
  if (isContext(value)) return entryOf(value, name);
  if (value instanceof FeelDate) return dateProperty(value, name);
  if (value instanceof FeelTime) return timeProperty(value, name, value.offset);
  if (value instanceof FeelDateTime) {
    return dateProperty(value.date, name) ?? timeProperty(value.time, name, offsetOf(value));
  }
  if (value instanceof DayTimeDuration) return dayTimeProperty(value.seconds, name);
  if (value instanceof YearMonthDuration) return yearMonthProperty(value.months, name);
  return value instanceof FeelRange ? rangeProperty(value, name) : null;
}

function dateProperty(date: FeelDate, name: string): FeelValue {
  switch (name) {
    case 'year':
      return date.year;
    case 'month':
      return date.month;
    case 'day':
      return date.day;
    case 'weekday':
      return weekday(date);
    default:
      return null;
  }
}

/** Monday is 1, Sunday 7. */
export function weekday(date: FeelDate): number {
  return ((((date.epochDay + 3) % 7) + 7) % 7) + 1;
}

/** Number of the week by ISO 8601: the first one has the year's first Thursday. */
export function weekOfYear(date: FeelDate): number {
  const thursday = date.epochDay + 4 - weekday(date);
  const first = new FeelDate(civilFromDays(thursday).year, 1, 1).epochDay;
  return Math.floor((thursday - first) / 7) + 1;
}

function timeProperty(time: FeelTime, name: string, offset: number | null): FeelValue {
  switch (name) {
    case 'hour':
      return time.hour;
    case 'minute':
      return time.minute;
    case 'second':
      return normal(new Dec(time.second));
    case 'time offset':
      return offset === null ? null : new DayTimeDuration(offset);
    case 'timezone':
      return typeof time.zone === 'string' ? time.zone : null;
    default:
      return null;
  }
}

function dayTimeProperty(seconds: number, name: string): FeelValue {
  const sign = seconds < 0 ? -1 : 1;
  const total = Math.abs(seconds);
  switch (name) {
    case 'days':
      return sign * Math.floor(total / 86_400) || 0;
    case 'hours':
      return sign * (Math.floor(total / 3600) % 24) || 0;
    case 'minutes':
      return sign * (Math.floor(total / 60) % 60) || 0;
    case 'seconds':
      return normal(new Dec(sign * (Math.round((total % 60) * 1e9) / 1e9)));
    default:
      return null;
  }
}

function yearMonthProperty(months: number, name: string): FeelValue {
  if (name === 'years') return Math.trunc(months / 12) || 0;
  return name === 'months' ? months % 12 || 0 : null;
}

function rangeProperty(range: FeelRange, name: string): FeelValue {
  switch (name) {
    case 'start':
      return range.start;
    case 'end':
      return range.end;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return null;
  }
}
