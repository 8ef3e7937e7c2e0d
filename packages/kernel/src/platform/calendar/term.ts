import { closeOfOffice, dateOf } from '../clock/index.ts';
import { addDays } from './dates.ts';
import type { Calendar } from './calendar.ts';

export type TermUnit = 'workingDay' | 'calendarDay' | 'officeHour';

/**
 * A term of law or promise. The day of receipt does not count; the term ends at close of office on its
 * last day. Days after the one on which it was suspended, up to and including the one on which it was
 * resumed, do not count (行政许可法 art. 45).
 */
export interface Term {
  /** Instant of receipt. */
  start: string;
  amount: number;
  unit: TermUnit;
  /** Extensions granted, in the same unit, with the reason told to the applicant (art. 42). */
  extensions: { amount: number; reason: string }[];
  /** Civil dates; `to` is null while it is suspended. */
  suspensions: { from: string; to: string | null; reason: string }[];
}

/** `date` is null while the term is suspended: then nobody can say when it ends. */
export interface Due {
  date: string | null;
  at: Date | null;
  /** Whether a year without an announced calendar takes part. */
  provisional: boolean;
}

export function startTerm(receivedAt: Date, amount: number, unit: TermUnit): Term {
  return { start: receivedAt.toISOString(), amount, unit, extensions: [], suspensions: [] };
}

/** Suspends a running term; a suspended one stays as it is. */
export function suspend(term: Term, at: Date, reason: string): Term {
  if (isSuspended(term)) return term;
  return { ...term, suspensions: [...term.suspensions, { from: dateOf(at), to: null, reason }] };
}

/** Resumes a suspended term; a running one stays as it is. */
export function resume(term: Term, at: Date): Term {
  const date = dateOf(at);
  const suspensions = term.suspensions.map((span) => (span.to === null ? { ...span, to: date } : span));
  return { ...term, suspensions };
}

export function extend(term: Term, amount: number, reason: string): Term {
  return { ...term, extensions: [...term.extensions, { amount, reason }] };
}

function isSuspended(term: Term): boolean {
  return term.suspensions.some((span) => span.to === null);
}

export function dueDate(term: Term, calendar: Calendar): Due {
  if (isSuspended(term)) return { date: null, at: null, provisional: false };
  if (term.unit === 'officeHour') {
    const at = dueInstant(new Date(term.start), total(term), calendar);
    return { date: dateOf(at), at, provisional: calendar.isProvisional(dateOf(at)) };
  }
  let date = dateOf(new Date(term.start));
  let left = total(term);
  let provisional = calendar.isProvisional(date);
  while (left > 0) {
    date = addDays(date, 1);
    provisional ||= calendar.isProvisional(date);
    if (countsToward(term, date, calendar)) left -= 1;
  }
  while (term.unit === 'calendarDay' && !calendar.isWorkingDay(date)) date = addDays(date, 1);
  return { date, at: closeOfOffice(date, lastHour(calendar)), provisional };
}

/** Working days from `now` until due; negative when overdue, null while suspended. */
export function daysLeft(due: Due, now: Date, calendar: Calendar): number | null {
  if (due.date === null) return null;
  const today = dateOf(now);
  if (due.date >= today) return calendar.workingDaysBetween(today, due.date);
  return -calendar.workingDaysBetween(due.date, today);
}

/** The instant after a number of office hours, for promises such as "within 4 working hours". */
export function dueInstant(start: Date, hours: number, calendar: Calendar): Date {
  let date = dateOf(start);
  let leftMs = hours * 3_600_000;
  for (;;) {
    if (calendar.isWorkingDay(date)) {
      for (const [from, to] of calendar.officeHours) {
        const opens = Math.max(closeOfOffice(date, from).getTime(), start.getTime());
        const open = closeOfOffice(date, to).getTime() - opens;
        if (open <= 0) continue;
        if (leftMs <= open) return new Date(opens + leftMs);
        leftMs -= open;
      }
    }
    date = addDays(date, 1);
  }
}

function total(term: Term): number {
  return term.extensions.reduce((sum, extension) => sum + extension.amount, term.amount);
}

function countsToward(term: Term, date: string, calendar: Calendar): boolean {
  if (term.unit === 'workingDay' && !calendar.isWorkingDay(date)) return false;
  return !term.suspensions.some((span) => span.to !== null && date > span.from && date <= span.to);
}

function lastHour(calendar: Calendar): number {
  return calendar.officeHours.at(-1)?.[1] ?? 17;
}
