import { describe, expect, it } from 'vitest';
import { nextStart } from './starts.ts';
import { readProcess } from './read.ts';
import { bpmn, end, path, plainExpressions, start, timer } from './testkit.ts';
import { addDuration, dueAfter, findCycle, findDuration, findInstant } from './timers.ts';

describe('durations of ISO 8601', () => {
  it.each([
    ['P3D', { years: 0, months: 0, days: 3, seconds: 0 }],
    ['PT90M', { years: 0, months: 0, days: 0, seconds: 5400 }],
    ['P1Y2M2W1DT3H4M5S', { years: 1, months: 2, days: 15, seconds: 11045 }],
    ['PT0.5S', { years: 0, months: 0, days: 0, seconds: 0 }],
  ])('%s', (text, expected) => {
    expect(findDuration(text)).toEqual(expected);
  });

  it.each(['P', 'PT', 'P1DT', '1D', 'P-1D', 'P1H', '', 'P1D '])('%s is none', (text) => {
    expect(findDuration(text)).toBeUndefined();
  });

  it.each([
    ['2026-01-31T08:00:00Z', 'P1M', '2026-02-28T08:00:00.000Z'],
    ['2028-01-31T08:00:00Z', 'P1M', '2028-02-29T08:00:00.000Z'],
    ['2028-02-29T08:00:00Z', 'P1Y', '2029-02-28T08:00:00.000Z'],
    // 00:30 on 1 February in China
    ['2026-01-31T16:30:00Z', 'P1M', '2026-02-28T16:30:00.000Z'],
    ['2026-12-31T08:00:00Z', 'P1DT1H', '2027-01-01T09:00:00.000Z'],
  ])('%s and %s make %s', (from, duration, expected) => {
    const parts = findDuration(duration);
    expect(parts && addDuration(new Date(from), parts).toISOString()).toBe(expected);
  });

  it('leaves working days to the calendar that is given', () => {
    const from = new Date('2026-01-30T08:00:00Z');
    expect(() => dueAfter({}, from, 'P5D', { calendar: 'working' })).toThrow(RangeError);
    const asked: unknown[] = [];
    const io = { addDuration: (...args: unknown[]): Date => (asked.push(args), from) };
    expect(dueAfter(io, from, 'P5D', { calendar: 'working' })).toBe(from);
    expect(asked).toEqual([[from, 'P5D', { calendar: 'working' }]]);
  });
});

describe('instants', () => {
  it.each([
    ['2026-03-01', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01T09:00:00', '2026-03-01T01:00:00.000Z'],
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:00+08:00', '2026-03-01T01:00:00.000Z'],
    ['2026-03-01T09:00:00@Asia/Shanghai', '2026-03-01T01:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(findInstant(text)?.toISOString()).toBe(expected);
  });

  it.each(['2026-02-30', '2026-13-01', 'tomorrow', '2026-03-01T25:00:00Z', ''])('%s is none', (text) => {
    expect(findInstant(text)).toBeUndefined();
  });
});

describe('cycles', () => {
  it.each([
    ['R3/PT1H', { count: 3, every: 'PT1H' }],
    ['R/P1D', { count: null, every: 'P1D' }],
    ['R2/2026-01-01T00:00:00Z/P1D', { count: 2, every: 'P1D', start: new Date('2026-01-01T00:00:00Z') }],
  ])('%s', (text, expected) => {
    expect(findCycle(text)).toEqual(expected);
  });

  it.each(['R3', 'R0/PT1H', 'R/PT0S', 'R-1/PT1H', 'PT1H', 'R3/x/PT1H', 'R3/a/b/PT1H'])(
    '%s is none',
    (text) => {
      expect(findCycle(text)).toBeUndefined();
    },
  );
});

describe('turns of a timer that starts a process', () => {
  const now = new Date('2026-01-30T08:00:00Z');

  async function turns(definition: string): Promise<string[]> {
    const process = await readProcess(
      bpmn(start('s', definition) + end('e') + path('s', 'e')),
      plainExpressions,
    );
    const found: string[] = [];
    for (let turn = nextStart(process, 's', now, null, {}); turn && found.length < 4;) {
      found.push(turn.due.slice(0, 16));
      turn = nextStart(process, 's', now, turn, {});
    }
    return found;
  }

  it.each([
    [timer('timeDate', '2026-03-01T00:00:00Z'), ['2026-03-01T00:00']],
    [timer('timeDuration', 'PT1H'), ['2026-01-30T09:00']],
    [timer('timeCycle', 'R2/P1D'), ['2026-01-31T08:00', '2026-02-01T08:00']],
    [timer('timeCycle', 'R2/2026-02-01T00:00:00Z/P1D'), ['2026-02-01T00:00', '2026-02-02T00:00']],
    [
      timer('timeCycle', 'R/P1D'),
      ['2026-01-31T08:00', '2026-02-01T08:00', '2026-02-02T08:00', '2026-02-03T08:00'],
    ],
  ])('%s', async (definition, expected) => {
    expect(await turns(definition)).toEqual(expected);
  });
});
