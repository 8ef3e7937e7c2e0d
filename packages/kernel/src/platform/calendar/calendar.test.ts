import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeOfOffice, dateOf } from '../clock/index.ts';
import {
  createCalendar,
  daysLeft,
  dueDate,
  dueInstant,
  extend,
  resume,
  startTerm,
  suspend,
} from './index.ts';
import { addDays } from './dates.ts';

const calendar = createCalendar();
const at = (date: string, hour = 10): Date => closeOfOffice(date, hour);

describe('the working-day calendar', () => {
  // State Council notices: 国办发明电〔2018〕15号, 〔2019〕16号, 2020's two changes for the epidemic, 〔2020〕27号, 〔2025〕7号.
  it.each([
    ['2019-02-02', true, 'make-up Saturday before Spring Festival'],
    ['2019-02-03', true, 'make-up Sunday before Spring Festival'],
    ['2019-05-02', false, 'the May holiday of 2019, lengthened in March'],
    ['2020-01-24', false, 'eve of the Spring Festival'],
    ['2020-01-31', false, 'holiday lengthened for the epidemic'],
    ['2020-02-02', false, 'last day of the lengthened holiday'],
    ['2020-02-03', true, 'first working day of 2020 after it'],
    ['2020-01-19', true, 'make-up Sunday'],
    ['2026-02-17', false, 'first day of the Year of the Horse'],
    ['2026-02-14', true, 'make-up Saturday of 2026'],
    ['2026-10-10', true, 'make-up Saturday of 2026'],
    ['2026-11-25', true, 'a plain Wednesday'],
  ])('%s is %s: %s', (date, working) => {
    expect(calendar.isWorkingDay(date)).toBe(working);
  });

  it('marks years without a notice, and takes a notice when it is loaded', () => {
    expect(calendar.isProvisional('2026-12-31')).toBe(false);
    expect(calendar.isProvisional('2027-01-04')).toBe(true);
    expect(calendar.isWorkingDay('2027-01-04')).toBe(true);
    const loaded = createCalendar([{ date: '2027-01-04', working: false, source: 'test' }]);
    expect(loaded.isWorkingDay('2027-01-04')).toBe(false);
    expect(loaded.isProvisional('2027-03-01')).toBe(false);
  });
});

describe('a term', () => {
  it('does not count the day of receipt and ends at close of office', () => {
    const due = dueDate(startTerm(at('2026-03-02', 9), 5, 'workingDay'), calendar);
    expect(due.date).toBe('2026-03-09');
    expect(due.at?.toISOString()).toBe('2026-03-09T09:00:00.000Z');
  });

  it('runs over the Spring Festival of 2020 as it was changed', () => {
    // 22 January 2020, one working day before the holiday, which was lengthened to 2 February.
    expect(dueDate(startTerm(at('2020-01-22'), 3, 'workingDay'), calendar).date).toBe('2020-02-04');
  });

  it('received late in the evening is received that day', () => {
    expect(dueDate(startTerm(new Date('2026-03-02T15:59:00Z'), 1, 'workingDay'), calendar).date).toBe(
      '2026-03-03',
    );
    expect(dueDate(startTerm(new Date('2026-03-02T16:01:00Z'), 1, 'workingDay'), calendar).date).toBe(
      '2026-03-04',
    );
  });

  it('of office hours counts only open hours', () => {
    expect(dueInstant(at('2026-03-02', 11), 4, calendar)).toEqual(at('2026-03-02', 16));
    expect(dueInstant(at('2026-03-06', 16), 4, calendar)).toEqual(at('2026-03-09', 12));
  });

  it('of calendar days that ends on a holiday ends on the next working day', () => {
    expect(dueDate(startTerm(at('2026-03-02'), 5, 'calendarDay'), calendar).date).toBe('2026-03-09');
  });

  it('is unknown while suspended, and marked where a year is provisional', () => {
    const term = suspend(startTerm(at('2026-03-02'), 5, 'workingDay'), at('2026-03-03'), '检验');
    expect(dueDate(term, calendar).date).toBeNull();
    expect(dueDate(startTerm(at('2026-12-30'), 5, 'workingDay'), calendar).provisional).toBe(true);
  });
});

const day = fc.integer({ min: 0, max: 2500 }).map((offset) => addDays('2019-06-01', offset));
const span = fc.integer({ min: 0, max: 40 });

describe('properties of terms', () => {
  it('a term of n days ends on a working day with n working days in between', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (start, days) => {
        const { date } = dueDate(startTerm(at(start), days, 'workingDay'), calendar);
        return (
          date !== null && calendar.isWorkingDay(date) && calendar.workingDaysBetween(start, date) === days
        );
      }),
    );
  });

  it('an extension by m ends where a term of n + m ends', () => {
    fc.assert(
      fc.property(day, span, span, (start, days, more) => {
        const extended = extend(startTerm(at(start), days + 1, 'workingDay'), more, 'x');
        return (
          dueDate(extended, calendar).date ===
          dueDate(startTerm(at(start), days + 1 + more, 'workingDay'), calendar).date
        );
      }),
    );
  });

  it('a suspension moves the end by the working days it lasted, wherever it lies within the term', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 5, max: 30 }),
        fc.integer({ min: 0, max: 4 }),
        span,
        (start, days, before, length) => {
          const from = addDays(start, before);
          const to = addDays(from, length);
          const term = resume(suspend(startTerm(at(start), days + 5, 'workingDay'), at(from), 'x'), at(to));
          const plain = startTerm(at(start), days + 5 + calendar.workingDaysBetween(from, to), 'workingDay');
          return dueDate(term, calendar).date === dueDate(plain, calendar).date;
        },
      ),
    );
  });

  it('suspending twice is suspending once, and resuming what runs changes nothing', () => {
    fc.assert(
      fc.property(day, (start) => {
        const term = startTerm(at(start), 10, 'workingDay');
        const once = suspend(term, at(start), 'x');
        return (
          suspend(once, at(addDays(start, 1)), 'y') === once &&
          JSON.stringify(resume(term, at(start))) === JSON.stringify(term)
        );
      }),
    );
  });

  it('days left fall by one each working day and turn negative after the end', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (start, days) => {
        const due = dueDate(startTerm(at(start), days, 'workingDay'), calendar);
        const next = calendar.addWorkingDays(due.date ?? '', 2);
        return (
          daysLeft(due, at(start), calendar) === days &&
          daysLeft(due, at(next), calendar) === -2 &&
          dateOf(due.at ?? new Date(0)) === due.date
        );
      }),
    );
  });
});
