import { add as addValues, divide as divideValue } from '../arithmetic.ts';
import { compare } from '../compare.ts';
import { compareNumbers, dec, Dec, divide, multiply, normal, type FeelNumber } from '../numbers.ts';
import { isDuration, isNumber, type FeelFunction, type FeelValue } from '../values.ts';
import { builtin, overItems } from './define.ts';
import { sumOf } from './numbers.ts';

/** Functions over the items of a list that give one value (DMN 1.5 §10.3.4.4). */
export const statisticFunctions: readonly FeelFunction[] = [
  builtin('count', ...overItems((list) => list.length)),
  builtin('min', ...overItems((list) => extreme(list, -1))),
  builtin('max', ...overItems((list) => extreme(list, 1))),
  builtin('sum', ...overItems((list) => (list.length === 0 ? null : total(list)))),
  builtin('mean', ...overItems((list) => mean(list))),
  builtin('all', ...overItems((list) => logic(list, false))),
  builtin('any', ...overItems((list) => logic(list, true))),
  builtin('product', ...overItems((list) => (list.length === 0 ? null : product(list)))),
  builtin('median', ...overItems((list) => median(list))),
  builtin('stddev', ...overItems((list) => deviation(list))),
  builtin('mode', ...overItems((list) => mode(list))),
];

function extreme(list: readonly FeelValue[], sign: 1 | -1): FeelValue {
  let [best = null] = list;
  if (best !== null && list.length === 1 && compare(best, best) === null) return null;
  for (const item of list.slice(1)) {
    const order = compare(item, best);
    if (order === null) return null;
    if (order * sign > 0) best = item;
  }
  return best;
}

function total(list: readonly FeelValue[]): FeelValue {
  if (!isDuration(list[0] ?? null)) return sumOf(list);
  return list.slice(1).reduce<FeelValue>((sum, item) => addValues(sum, item), list[0] ?? null);
}

function mean(list: readonly FeelValue[]): FeelValue {
  return list.length === 0 ? null : divideValue(total(list), list.length);
}

/** `all` is decided by the first false, `any` by the first true; what is not a boolean counts as unknown. */
function logic(list: readonly FeelValue[], decisive: boolean): FeelValue {
  if (list.includes(decisive)) return decisive;
  return list.every((item) => typeof item === 'boolean') ? !decisive : null;
}

function product(list: readonly FeelValue[]): FeelValue {
  let result: FeelNumber | null = 1;
  for (const item of list) {
    if (result === null || !isNumber(item)) return null;
    result = multiply(result, item);
  }
  return result;
}

/** Null where something is not a number. */
function sorted(list: readonly FeelValue[]): FeelNumber[] | null {
  const numbers = list.filter(isNumber);
  // oxlint-disable-next-line unicorn/no-array-sort -- the list is new, and old browsers have no toSorted
  return numbers.length === list.length ? numbers.sort(compareNumbers) : null;
}

function median(list: readonly FeelValue[]): FeelValue {
  const numbers = sorted(list);
  if (!numbers || numbers.length === 0) return null;
  const middle = Math.floor(numbers.length / 2);
  const upper = numbers[middle] ?? 0;
  if (numbers.length % 2 === 1) return upper;
  return divide(sumOf([numbers[middle - 1] ?? 0, upper]) ?? 0, 2);
}

/** Of a sample: divided by one less than the count. */
function deviation(list: readonly FeelValue[]): FeelValue {
  const numbers = list.filter(isNumber);
  if (numbers.length !== list.length || numbers.length < 2) return null;
  const average = dec(sumOf(numbers) ?? 0).div(numbers.length);
  const squares = Dec.sum(0, ...numbers.map((each) => dec(each).minus(average).pow(2)));
  return normal(squares.div(numbers.length - 1).sqrt());
}

/** The most frequent numbers, in ascending order. */
function mode(list: readonly FeelValue[]): FeelValue {
  const numbers = sorted(list);
  if (!numbers) return null;
  const counts: { value: FeelNumber; count: number }[] = [];
  for (const value of numbers) {
    const last = counts[counts.length - 1];
    if (last && compareNumbers(last.value, value) === 0) last.count += 1;
    else counts.push({ value, count: 1 });
  }
  const most = Math.max(0, ...counts.map(({ count }) => count));
  return counts.filter(({ count }) => count === most).map(({ value }) => value);
}
