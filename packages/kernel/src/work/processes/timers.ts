import type { DurationOptions, ProcessIo } from './state.ts';

/** Parts of an ISO 8601 duration; weeks are counted as seven days. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly seconds: number;
}

/** An ISO 8601 repeating interval; `count` null repeats without end. */
export interface Cycle {
  readonly count: number | null;
  readonly start?: Date;
  readonly every: string;
}

const durationForm =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const dateForm = /^\d{4}-\d\d-\d\d$/;
const localForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

export function findDuration(text: string): Duration | undefined {
  const match = durationForm.exec(text);
  if (!match) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return {
    years: years ?? 0,
    months: months ?? 0,
    days: (weeks ?? 0) * 7 + (days ?? 0),
    seconds: (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0),
  };
}

/** An instant; a date or time without a zone is one of China (UTC+8). */
export function findInstant(given: string): Date | undefined {
  const text = given.replace(/@Asia\/Shanghai$/, '');
  const full = instantForm.test(text)
    ? text
    : dateForm.test(text)
      ? `${text}T00:00:00+08:00`
      : localForm.test(text)
        ? `${text}+08:00`
        : undefined;
  if (full === undefined) return undefined;
  const date = new Date(full);
  return Number.isNaN(date.getTime()) || !dayExists(text) ? undefined : date;
}

function dayExists(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** `R3/PT1H`, `R/P1D`, `R5/2026-01-01T00:00:00Z/P1D`. */
export function findCycle(text: string): Cycle | undefined {
  const [repeat, ...rest] = text.split('/');
  const match = /^R(\d*)$/.exec(repeat ?? '');
  const every = rest.at(-1);
  if (!match || every === undefined || rest.length > 2 || !isPositive(findDuration(every))) return undefined;
  const count = match[1] === '' ? null : Number(match[1]);
  if (count === 0) return undefined;
  if (rest.length === 1) return { count, every };
  const start = findInstant(rest[0] ?? '');
  return start && { count, every, start };
}

function isPositive(duration: Duration | undefined): boolean {
  return duration !== undefined && duration.years + duration.months + duration.days + duration.seconds > 0;
}

const chinaOffset = 8 * 3_600_000;

/** Adds a duration by the civil calendar of China, which has no daylight saving; 31 January + P1M is 28 or 29 February. */
export function addDuration(from: Date, duration: Duration): Date {
  let civil = new Date(from.getTime() + chinaOffset);
  const months = duration.years * 12 + duration.months;
  if (months > 0) {
    const day = civil.getUTCDate();
    civil.setUTCDate(1);
    civil.setUTCMonth(civil.getUTCMonth() + months);
    const last = new Date(Date.UTC(civil.getUTCFullYear(), civil.getUTCMonth() + 1, 0)).getUTCDate();
    civil.setUTCDate(Math.min(day, last));
  }
  civil = new Date(civil.getTime() + duration.days * 86_400_000 + duration.seconds * 1000);
  return new Date(civil.getTime() - chinaOffset);
}

/** The end of a duration given as ISO 8601 text; throws a RangeError when it is none. */
export function dueAfter(
  io: Pick<ProcessIo, 'addDuration'>,
  from: Date,
  text: string,
  options: DurationOptions,
): Date {
  const duration = findDuration(text);
  if (!duration) throw new RangeError(`not an ISO 8601 duration: ${text}`);
  if (io.addDuration) return io.addDuration(from, text, options);
  if (options.calendar) throw new RangeError('no working calendar was given');
  return addDuration(from, duration);
}
