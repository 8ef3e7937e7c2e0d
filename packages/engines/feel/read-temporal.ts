import { parseDuration } from './durations.ts';
import { parseDate, parseDateTime, parseTime } from './temporal.ts';
import type { FeelValue } from './values.ts';

/** Functions that read a date, time or duration from text. */
export const temporalCalls = ['date', 'time', 'date and time', 'duration'] as const;

/** What the function of that name reads from text; null where it reads nothing. */
export function readTemporalCall(name: string, text: string): FeelValue {
  switch (name) {
    case 'date':
      return parseDate(text);
    case 'time':
      return parseTime(text);
    case 'date and time':
      return parseDateTime(text);
    case 'duration':
      return parseDuration(text);
    default:
      return null;
  }
}
