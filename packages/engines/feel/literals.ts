import { parseDuration } from './durations.ts';
import { parseDate, parseDateTime, parseTime } from './temporal.ts';
import type { FeelValue } from './values.ts';

/** The value of `@"…"`: a date, time, date and time or duration; null where the text is none of them. */
export function parseTemporal(text: string): FeelValue {
  return (
    parseDate(text) ??
    parseTime(text) ??
    (text.includes('T') ? parseDateTime(text) : null) ??
    parseDuration(text)
  );
}
