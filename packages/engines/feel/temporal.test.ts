import { describe, expect, it } from 'vitest';
import { feel } from './testkit.ts';

describe('dates and times', () => {
  it.each([
    ['date("2024-02-29")', '2024-02-29'],
    ['date("2023-02-29")', null],
    ['date("999999999-12-31")', '999999999-12-31'],
    ['date("01211-12-31")', null],
    ['date(2024, 2, 29)', '2024-02-29'],
    ['date(year: 2024, month: 2, day: 30)', null],
    ['date(@"2024-01-01T10:00:00Z")', '2024-01-01'],
    ['time("10:00:00.123456789+08:00")', '10:00:00.123456789+08:00'],
    ['time("25:00:00")', null],
    ['time(10, 0, 0.5, duration("PT8H"))', '10:00:00.5+08:00'],
    ['time(10, 0, 0)', '10:00:00'],
    ['time(@"2024-01-01")', '00:00:00Z'],
    ['date and time("2024-01-01T24:00:00")', '2024-01-02T00:00:00'],
    ['date and time("2024-01-01")', '2024-01-01T00:00:00'],
    [
      'date and time(date("2024-01-01"), time("10:00:00@Asia/Shanghai"))',
      '2024-01-01T10:00:00@Asia/Shanghai',
    ],
    ['date and time("2024-01-01T10:00:00@No/Where")', null],
    ['date and time("2024-01-01T10:00:00+19:00")', null],
    ['@"2024-01-01T10:00:00@Europe/Paris" = @"2024-01-01T17:00:00+08:00"', true],
    ['@"2024-01-01T10:00:00" = @"2024-01-01T10:00:00Z"', null],
    ['@"2024-07-01T10:00:00@Europe/Paris".time offset', 'PT2H'],
    ['@"2024-07-01T10:00:00@Europe/Paris".timezone', 'Europe/Paris'],
    ['@"2024-01-01T10:11:12.5".second', 12.5],
    ['@"2024-01-01".weekday', 1],
    ['@"-P1DT2H".hours', -2],
    ['@"P1Y2M".months', 2],
    ['@"not a date"', null],
    ['day of week(@"2024-09-10")', 'Tuesday'],
    ['month of year(@"2024-09-10")', 'September'],
    ['day of year(@"2024-12-31")', 366],
    ['week of year(@"2005-01-01")', 53],
    ['week of year(@"2005-01-03")', 1],
  ])('%s', (source, expected) => expect(feel(source)).toEqual(expected));
});

describe('durations and arithmetic', () => {
  it.each([
    ['duration("P1Y13M")', 'P2Y1M'],
    ['duration("P1DT36H61M")', 'P2DT13H1M'],
    ['duration("-PT0S")', 'PT0S'],
    ['duration("P1Y1D")', null],
    ['duration("P")', null],
    ['@"2024-01-31" + @"P1M"', '2024-02-29'],
    ['@"2024-03-01" - @"P1D"', '2024-02-29'],
    ['@"2024-03-01" - @"PT1H"', '2024-02-29'],
    ['@"2024-01-01T23:00:00" + @"PT2H"', '2024-01-02T01:00:00'],
    ['@"23:00:00" + @"PT2H"', '01:00:00'],
    ['@"2024-03-01" - @"2024-02-01"', 'P29D'],
    ['@"2024-03-01T00:00:00" - @"2024-03-01T00:00:00Z"', null],
    ['@"P1Y" + @"P1D"', null],
    ['@"P1D" * 1.5', 'P1DT12H'],
    ['@"P1Y" / @"P1M"', 12],
    ['@"P1D" / 0', null],
    ['years and months duration(@"2011-12-22", @"2013-08-24")', 'P1Y8M'],
    ['years and months duration(@"2013-08-24", @"2011-12-25")', '-P1Y7M'],
  ])('%s', (source, expected) => expect(feel(source)).toEqual(expected));
});

it('tells the time of China, from the instant that it is given', () => {
  const now = new Date('2024-12-31T18:30:00.250Z');
  expect(feel('now()', {}, now)).toBe('2025-01-01T02:30:00.25+08:00');
  expect(feel('today()', {}, now)).toBe('2025-01-01');
  expect(feel('today() - date(birth)', { birth: '2024-12-31' }, now)).toBe('P1D');
  expect(feel('now() instance of date and time')).toBe(true);
});

it('leaves text that looks like a date text', () => {
  expect(feel('day', { day: '2024-01-01' })).toBe('2024-01-01');
  expect(feel('day instance of string', { day: '2024-01-01' })).toBe(true);
});
