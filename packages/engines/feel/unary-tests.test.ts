import { describe, expect, it } from 'vitest';
import { compileUnaryTests, FeelSyntaxError } from './index.ts';

describe('unary tests', () => {
  it.each<[string, unknown, boolean | null]>([
    ['-', null, true],
    ['5', 5, true],
    ['5', 5.0, true],
    ['5', '5', null],
    ['"a", "b"', 'b', true],
    ['not("a", "b")', 'c', true],
    ['not("a", "b")', 'a', false],
    ['< 5', 4.5, true],
    ['<= 5, > 10', 7, false],
    ['[1..5)', 5, false],
    ['(1..5]', 5, true],
    ['[1.5..2.5]', 2, true],
    ['["a".."c"]', 'b', true],
    ['null', null, true],
    ['null', 1, false],
    ['< 5', null, null],
    ['true', true, true],
    ['true', false, false],
    ['limit', 3, true],
    ['> limit', 4, true],
    ['[1..limit]', 2, true],
    ['allowed', 'y', true],
    ['? > 2 and ? < 4', 3, true],
    ['string length(?) = 2', '济南', true],
    ['limit > 2', 'whatever', true],
    ['limit > 3', 'whatever', false],
    ['-1', -1, true],
    ['date("2024-01-01")', '2024-01-01', null],
    ['date(?) >= date("2024-01-01")', '2024-06-01', true],
    ['{a: 1}', { a: 1 }, true],
  ])('%s on %j', (source, input, expected) => {
    const tests = compileUnaryTests(source);
    expect(tests.test(input, { limit: 3, allowed: ['x', 'y'] })).toBe(expected);
  });

  it('knows the test that always holds, and what it reads', () => {
    expect(compileUnaryTests('-').isAny).toBe(true);
    expect(compileUnaryTests('- 1').isAny).toBe(false);
    expect(compileUnaryTests('> limit, ? = other').names).toEqual(['limit', 'other']);
  });

  it.each(['', '<', '1,', 'not(', '[1..'])('refuses "%s"', (source) => {
    expect(() => compileUnaryTests(source)).toThrow(FeelSyntaxError);
  });
});
