import chineseDays from 'chinese-days';
import { addDays, weekday } from './dates.ts';

/** Hours in which an office is open on a working day, as local hours `[from, to)`. */
export type OfficeHours = readonly (readonly [from: number, to: number])[];

/** A notice of the State Council (or of a city) that fixes single days; it overrides the built-in calendar. */
export interface CalendarNotice {
  /** `YYYY-MM-DD` */
  date: string;
  working: boolean;
  /** Document number or title of the notice. */
  source: string;
}

/**
 * The working-day calendar (行政许可法 art. 82: terms count working days, statutory holidays excluded).
 * Built in: the yearly notices of the State Council from 2004 to `announcedUntil`; a later year is
 * provisional, with weekends and the statutory days of the regulation on holidays but no make-up days.
 */
export interface Calendar {
  isWorkingDay(date: string): boolean;
  /** Whether the answer for this date may still change, because its year's notice is not loaded. */
  isProvisional(date: string): boolean;
  /** The nth working day after a date; the date itself does not count. */
  addWorkingDays(date: string, days: number): string;
  /** Working days in `(from, to]`. */
  workingDaysBetween(from: string, to: string): number;
  readonly officeHours: OfficeHours;
}

const announcedUntil = 2026;
const usualHours: OfficeHours = [
  [9, 12],
  [13, 17],
];

export function createCalendar(
  notices: readonly CalendarNotice[] = [],
  officeHours: OfficeHours = usualHours,
): Calendar {
  const overrides = new Map(notices.map((notice) => [notice.date, notice.working]));
  const loadedYears = new Set(notices.map((notice) => Number(notice.date.slice(0, 4))));
  const known = new Map<string, boolean>();

  function isWorkingDay(date: string): boolean {
    const cached = known.get(date);
    if (cached !== undefined) return cached;
    const working = overrides.get(date) ?? builtIn(date);
    if (known.size > 20_000) known.clear();
    known.set(date, working);
    return working;
  }

  function isProvisional(date: string): boolean {
    const year = Number(date.slice(0, 4));
    return year > announcedUntil && !loadedYears.has(year);
  }

  function addWorkingDays(date: string, days: number): string {
    let current = date;
    for (let left = days; left > 0;) {
      current = addDays(current, 1);
      if (isWorkingDay(current)) left -= 1;
    }
    return current;
  }

  function workingDaysBetween(from: string, to: string): number {
    let count = 0;
    for (let current = addDays(from, 1); current <= to; current = addDays(current, 1)) {
      if (isWorkingDay(current)) count += 1;
    }
    return count;
  }

  return { isWorkingDay, isProvisional, addWorkingDays, workingDaysBetween, officeHours };
}

function builtIn(date: string): boolean {
  if (Number(date.slice(0, 4)) <= announcedUntil) return chineseDays.isWorkday(date);
  const day = weekday(date);
  return day !== 0 && day !== 6 && !isStatutoryHoliday(date);
}

/** The 13 days of the regulation as amended for 2025 on, without the moved days of a yearly notice. */
function isStatutoryHoliday(date: string): boolean {
  const monthDay = date.slice(5);
  if (['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(monthDay)) return true;
  if (chineseDays.getSolarTermsInRange(date, date).some((term) => term.term === 'pure_brightness'))
    return true;
  const lunar = chineseDays.getLunarDate(date);
  const tomorrow = chineseDays.getLunarDate(addDays(date, 1));
  if (tomorrow.lunarMon === 1 && tomorrow.lunarDay === 1) return true;
  return [
    [1, 1],
    [1, 2],
    [1, 3],
    [5, 5],
    [8, 15],
  ].some(([month, day]) => lunar.lunarMon === month && lunar.lunarDay === day && !lunar.isLeap);
}
