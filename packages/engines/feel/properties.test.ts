import type { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, divide, multiply, subtract } from './arithmetic.ts';
import { formatDuration, parseDuration } from './durations.ts';
import { compileExpression, compileUnaryTests, equals, FeelSyntaxError, toFeel, toJson } from './index.ts';
import { Dec, formatNumber, normal, parseNumber } from './numbers.ts';
import { civilFromDays, formatDate, parseDate } from './temporal.ts';
import { textOf } from './text.ts';
import { DayTimeDuration, YearMonthDuration } from './values.ts';
import { feel } from './testkit.ts';

/** Decimals of up to 15 digits: their sums and products are exact within 34. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, scale]) => normal(new Dec(digits.toString()).div(new Dec(10).pow(scale))) ?? 0);

const json = fc.jsonValue({ maxDepth: 4 });

const pieces = fc.constantFrom(
  ...'1 0.5 "a" a b.c ( ) [ ] { } .. , : + - * / ** = != < <= > >= and or in if then else for return some every'.split(
    ' ',
  ),
  ...'satisfies between instance of function not null true false @ ? . // /* list<number> date item x\u4e2d'.split(
    ' ',
  ),
  ' ',
  '\n',
);

describe('arithmetic', () => {
  it('adds as decimals do, and takes away what was added', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const sum = add(a, b);
        expect(equals(sum, add(b, a))).toBe(true);
        expect(equals(subtract(sum, b), a)).toBe(true);
        expect(formatNumber(sum as number | Decimal)).toBe(new Dec(a).plus(new Dec(b)).toFixed());
      }),
    );
  });

  it('divides what it multiplied', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(!new Dec(b).isZero());
        expect(equals(divide(multiply(a, b), b), a)).toBe(true);
      }),
    );
  });

  it('reads the numbers that it writes, also within an expression', () => {
    fc.assert(
      fc.property(decimals, (a) => {
        const text = formatNumber(a);
        expect(equals(parseNumber(text), a)).toBe(true);
        expect(equals(compileExpression(text).evaluate({}), a)).toBe(true);
      }),
    );
  });
});

describe('dates and durations', () => {
  const days = fc.integer({ min: -719_000_000, max: 719_000_000 });

  it('reads the dates that it writes', () => {
    fc.assert(
      fc.property(days, (day) => {
        const date = civilFromDays(day);
        expect(date.epochDay).toBe(day);
        expect(parseDate(formatDate(date))?.epochDay).toBe(day);
      }),
    );
  });

  it('moves a date by days and finds the difference', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -100_000, max: 100_000 }), (day, by) => {
        const date = civilFromDays(day);
        const moved = add(date, new DayTimeDuration(by * 86_400));
        expect(subtract(moved, date)).toEqual(new DayTimeDuration(by * 86_400));
      }),
    );
  });

  it('reads the durations that it writes', () => {
    const durations = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }).map((months) => new YearMonthDuration(months)),
      fc.integer({ min: -1e15, max: 1e15 }).map((millis) => new DayTimeDuration(millis / 1000)),
    );
    fc.assert(
      fc.property(durations, (duration) => {
        expect(equals(parseDuration(formatDuration(duration)), duration)).toBe(true);
      }),
    );
  });
});

describe('values', () => {
  it('returns JSON as it came', () => {
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown; // without -0
        expect(toJson(toFeel(plain))).toEqual(plain);
        expect(feel('value', { value: plain })).toEqual(plain);
      }),
    );
  });

  it('writes values as text that is an expression of the same value', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9]{1,5}_$/);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.boolean(),
        fc.string(),
        decimals,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(names, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (item) => {
        const list = toFeel([item]);
        expect(equals(compileExpression(textOf(list) ?? '').evaluate({}), list)).toBe(true);
      }),
    );
  });

  it('answers comparisons the same way round', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(equals(toFeel(a), toFeel(b))).toBe(equals(toFeel(b), toFeel(a)));
      }),
    );
  });
});

function survives(source: string): void {
  for (const compile of [compileExpression, compileUnaryTests]) {
    let compiled;
    try {
      compiled = compile(source);
    } catch (error) {
      expect(error).toBeInstanceOf(FeelSyntaxError);
      continue;
    }
    if ('evaluate' in compiled) compiled.evaluate({ a: 1, b: { c: [1] } });
    else compiled.test(1, { a: 1 });
  }
}

describe('the parser', () => {
  it('throws nothing but syntax errors on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), survives));
  });

  it('throws nothing but syntax errors on words of the language in any order', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (words) => survives(words.join(' '))),
      { numRuns: 3000 },
    );
  });
});
