import { describe, expect, it } from 'vitest';
import { compileExpression, FeelSyntaxError, namesIn, toFeel } from './index.ts';
import { feel } from './testkit.ts';

const person = { name: '张三', age: 72, tags: ['a', 'b'], address: { district: '历下区' } };

describe('literals and operators', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['0.1 + 0.2', 0.3],
    ['1 / 3', '0.3333333333333333333333333333333333'],
    ['2 ** 10', 1024],
    ['10 / 0', null],
    ['10 ** 7000', null],
    ['-(3 - 5)', 2],
    ['9007199254740991 + 2', '9007199254740993'],
    ['9999999999999999999999999999999998 + 1', '9999999999999999999999999999999999'],
    ['"a" + "b"', 'ab'],
    ['"a" + 1', null],
    ['"tab\\t \\u4E2D \\"q\\" \\d"', 'tab\t 中 "q" \\d'],
    ['.5 + 1e2', 100.5],
    ['[1, "a", null, true]', [1, 'a', null, true]],
    ['{a: 1, "b c": a + 1}', { a: 1, 'b c': 2 }],
    ['{a: 1, a: 2}', null],
    ['1 // one\n + /* two */ 2', 3],
  ])('%s', (source, expected) => expect(feel(source)).toEqual(expected));
});

describe('three-valued logic', () => {
  it.each([
    ['true and null', null],
    ['false and null', false],
    ['true or null', true],
    ['false or null', null],
    ['"x" or true', true],
    ['not(null)', null],
    ['null = null', true],
    ['1 = null', false],
    ['1 = "1"', null],
    ['null < 1', null],
    ['"b" > "a"', true],
    ['1 < 2 and 2 <= 2 and 3 != 4', true],
    ['if null then 1 else 2', 2],
    ['if "x" then 1 else 2', 2],
    ['5 between 1 and 5', true],
    ['5 between null and 5', null],
    ['[1, {a: 2}] = [1, {a: 2.0}]', true],
    ['"𠀀" > "\uE000"', true],
  ])('%s', (source, expected) => expect(feel(source)).toBe(expected));
});

describe('ranges and tests', () => {
  it.each([
    ['5 in [1..5)', false],
    ['5 in (1, < 3, >= 5)', true],
    ['5 in [[1..2], [4..6]]', true],
    ['"b" in ["a".."c"]', true],
    ['null in [1..2]', null],
    ['5 in (null..10]', null],
    ['5 in !=5', false],
    ['[1..10[ = [1..10)', true],
    ['(=10) = [10..10]', false],
    ['(< 10).end included', false],
    ['[1..3].start', 1],
    ['range("[1..3)") = [1..3)', true],
    ['range("(..3]").end', 3],
    ['range("[..3]")', null],
    ['range("[3..1]")', null],
    ['[1.."a"]', null],
  ])('%s', (source, expected) => expect(feel(source)).toBe(expected));
});

describe('names, paths and filters', () => {
  it.each([
    ['person.name', '张三'],
    ['person.address.district', '历下区'],
    ['person.nothing', null],
    ['person.nothing.more', null],
    ['nothing', null],
    ['people.age', [72, 8]],
    ['people[age > 60].name', ['张三']],
    ['people[item.age < 60][1].name', '李四'],
    ['people[-1].name', '李四'],
    ['people[3]', null],
    ['people[0]', null],
    ['person[1].name', '张三'],
    ['[1, 2, 3][item >= limit]', [2, 3]],
    ['[1, 2, 3]["no boolean"]', null],
    ['[{item: 1}, {item: 2}][item = 2]', [{ item: 2 }]],
    ['[][1]', null],
    ['[][true]', []],
    ['null[1]', null],
    ['application form + "!"', 'A!'],
    ['a-b', 'hyphen'],
    ['户籍 = "本市"', true],
    ['收入（元） + 居住满3年', 12],
    ['if in force then for sale else 0', 5],
    ['date', '2020-01-01'],
    ['date(date).year', 2020],
  ])('%s', (source, expected) => {
    const variables = {
      person,
      people: [person, { name: '李四', age: 8 }],
      limit: 2,
      'application form': 'A',
      'a-b': 'hyphen',
      户籍: '本市',
      '收入（元）': 10,
      居住满3年: 2,
      'in force': true,
      'for sale': 5,
      date: '2020-01-01',
    };
    expect(feel(source, variables)).toEqual(expected);
  });

  it('does not read what objects inherit', () => {
    expect(feel('constructor')).toBeNull();
    expect(feel('person.constructor', { person })).toBeNull();
    expect(feel('{__proto__: 1}.__proto__')).toBe(1);
  });
});

describe('iteration', () => {
  it.each([
    ['for i in 1..3 return i * i', [1, 4, 9]],
    ['for i in 3..1 return i', [3, 2, 1]],
    ['for i in (1..4) return i', [2, 3]],
    ['for i in [1, 2], j in [i, 10] return i * j', [1, 10, 4, 20]],
    ['for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]', [1, 1, 2, 3, 5]],
    ['for i in 1..3 return partial', [[], [[]], [[], [[]]]]],
    ['for d in @"2024-02-28"..@"2024-03-01" return d', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['for i in null return i', null],
    ['for i in 1..100000000 return i', null],
    ['some x in [1, 2] satisfies x > 1', true],
    ['every x in [1, 2] satisfies x > 1', false],
    ['every x in [] satisfies false', true],
    ['some x in [1, null] satisfies x > 1', null],
    ['some x in null satisfies true', null],
  ])('%s', (source, expected) => expect(feel(source)).toEqual(expected));
});

describe('functions', () => {
  it.each([
    ['(function(a, b) a - b)(5, 3)', 2],
    ['(function(a, b) a - b)(b: 5, a: 3)', -2],
    ['(function(a, b) a - b)(5)', null],
    ['(function(a: number) a)("x")', null],
    ['(function(a: number) a)([1])', 1],
    ['(function(a: list<number>) a)(1)', [1]],
    ['(function(t: date and time) t)(@"2024-01-01")', '2024-01-01T00:00:00Z'],
    ['{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r', 120],
    ['for i in 1..2 return (function() i)()', [1, 2]],
    ['sort([3, 1, 2], function(x, y) x > y)', [3, 2, 1]],
    ['{f: function(n) f(n), r: f(1)}.r', null],
    ['nothing(1)', null],
    ['"abs"(1)', null],
    ['substring(string: "foobar", start position: 3)', 'obar'],
    ['substring(text: "foobar", start position: 3)', null],
    ['substring("a", 1, 1, 1)', null],
    ['lower case(["A"])', 'a'],
  ])('%s', (source, expected) => expect(feel(source)).toEqual(expected));
});

describe('types', () => {
  it.each([
    ['1 instance of number', true],
    ['"a" instance of number', false],
    ['null instance of Null', true],
    ['null instance of Any', false],
    ['1 instance of Any', true],
    ['[1, 2] instance of list<number>', true],
    ['[1, "a"] instance of list<number>', false],
    ['{a: 1, b: 2} instance of context<a: number>', true],
    ['{a: "1"} instance of context<a: number>', false],
    ['[1..2] instance of range<number>', true],
    ['@"2024-01-01T00:00:00" instance of date and time', true],
    ['@"P1D" instance of days and time duration', true],
    ['(function(a: number) a + 1) instance of function<number>->number', true],
    ['(function(a: number) a + 1) instance of function<number>->string', false],
    ['(function(a: number) a) instance of function<string>->number', false],
    ['abs instance of function', true],
    ['1 instance of unknown', null],
  ])('%s', (source, expected) => expect(feel(source)).toBe(expected));
});

describe('compiling', () => {
  it.each([
    '1 +',
    '(',
    '[1',
    '{a 1}',
    'if true then 1',
    '"open',
    'for i in',
    '1 2',
    '/* open',
    'and',
    'function(a) external {java: {}}',
    'a == 1',
    'a < = 1',
  ])('refuses %s', (source) => expect(() => compileExpression(source)).toThrow(FeelSyntaxError));

  it('says where the text is wrong', () => {
    expect(() => compileExpression('1 + + ')).toThrow(/at 4/);
  });

  it('stops at texts that would be read without end', () => {
    expect(() => compileExpression('a in ('.repeat(150))).toThrow(FeelSyntaxError);
    expect(() => compileExpression('['.repeat(5000))).toThrow(FeelSyntaxError);
  });

  it('names the variables that an expression reads, and only those', () => {
    const source = 'for p in people return p.age + max(limits[item > low]) + {x: 1, y: x}.y';
    expect(namesIn(source)).toEqual(['people', 'limits', 'low']);
    expect(namesIn('date(today) + duration("P1D")')).toEqual(['today']);
  });

  it('collects what went wrong', () => {
    const warnings: string[] = [];
    expect(compileExpression('missing + 1').evaluate({}, undefined, warnings)).toBeNull();
    expect(warnings).toEqual(['unknown variable "missing"', '"+" cannot be applied']);
  });

  it('keeps lists and contexts that need no conversion', () => {
    const value = { a: [1, { b: 'c' }] };
    expect(toFeel(value)).toBe(value);
    expect(toFeel({ at: undefined, when: new Date(0), big: 2n ** 60n, fn: () => 1, n: NaN })).toMatchObject({
      at: null,
      fn: null,
      n: null,
    });
  });
});
