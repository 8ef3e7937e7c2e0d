import { equals } from '../compare.ts';
import { isInteger, toNumber, type FeelNumber } from '../numbers.ts';
import { warn } from '../scope.ts';
import type { Evaluation, FeelFunction, FeelValue } from '../values.ts';
import { builtin, variant } from './define.ts';

/** Functions that look into lists or make new ones (DMN 1.5 §10.3.4.4); positions begin at 1, or -1 from the end. */
export const listFunctions: readonly FeelFunction[] = [
  builtin(
    'list contains',
    variant(['list: list', 'element: any'], ([list, element]) => has(list, element)),
  ),
  builtin(
    'sublist',
    variant(['list: list', 'start position: number', 'length?: number'], ([list, start, length]) =>
      sublist(list, start, length),
    ),
  ),
  builtin(
    'append',
    variant(['list: list', 'item: any', '...others: any'], ([list, item, others]) => [
      ...list,
      item,
      ...others,
    ]),
  ),
  builtin(
    'concatenate',
    variant(['list: list', '...others: list'], ([list, others]) => [list, ...others].flat()),
  ),
  builtin(
    'insert before',
    variant(['list: list', 'position: number', 'newItem: any'], ([list, position, item]) => {
      const index = indexAt(list, position);
      return index === null ? null : [...list.slice(0, index), item, ...list.slice(index)];
    }),
  ),
  builtin(
    'remove',
    variant(['list: list', 'position: number'], ([list, position]) => {
      const index = indexAt(list, position);
      return index === null ? null : list.filter((_, at) => at !== index);
    }),
  ),
  builtin(
    'list replace',
    variant(['list: list', 'position: number', 'newItem: any'], ([list, position, item]) => {
      const index = indexAt(list, position);
      return index === null ? null : list.map((old, at) => (at === index ? item : old));
    }),
    variant(['list: list', 'match: function', 'newItem: any'], ([list, match, item], evaluation) =>
      replaceMatching(list, match, item, evaluation),
    ),
  ),
  builtin(
    'reverse',
    variant(['list: list'], ([list]) => list.map((_, index) => list[list.length - 1 - index] ?? null)),
  ),
  builtin(
    'index of',
    variant(['list: list', 'match: any'], ([list, match]) =>
      list.flatMap((item, index) => (equals(item, match) === true ? [index + 1] : [])),
    ),
  ),
  builtin(
    'union',
    variant(['list: list', '...others: list'], ([list, others]) => distinct([list, ...others].flat())),
  ),
  builtin(
    'distinct values',
    variant(['list: list'], ([list]) => distinct(list)),
  ),
  builtin(
    'flatten',
    variant(['list: list'], ([list]) => flatten(list)),
  ),
  builtin(
    'partition',
    variant(['list: list', 'size: number'], ([list, size]) => partition(list, size)),
  ),
];

function has(list: readonly FeelValue[], element: FeelValue): boolean {
  return list.some((item) => equals(item, element) === true);
}

function indexAt(list: readonly FeelValue[], position: FeelNumber): number | null {
  const at = toNumber(position);
  if (!isInteger(position) || at === 0 || Math.abs(at) > list.length) return null;
  return at > 0 ? at - 1 : list.length + at;
}

function sublist(list: readonly FeelValue[], start: FeelNumber, length: FeelNumber | undefined): FeelValue {
  const index = indexAt(list, start);
  if (index === null) return null;
  const count = length === undefined ? list.length - index : toNumber(length);
  return count < 0 || index + count > list.length ? null : list.slice(index, index + count);
}

function replaceMatching(
  list: readonly FeelValue[],
  match: FeelFunction,
  item: FeelValue,
  evaluation: Evaluation,
): FeelValue {
  const result: FeelValue[] = [];
  for (const old of list) {
    const matched = match.call([old, item], evaluation);
    if (typeof matched !== 'boolean') return warn(evaluation, 'the match of list replace gives no boolean');
    result.push(matched ? item : old);
  }
  return result;
}

function distinct(list: readonly FeelValue[]): FeelValue[] {
  const result: FeelValue[] = [];
  for (const item of list) if (!has(result, item)) result.push(item);
  return result;
}

function flatten(list: readonly FeelValue[]): FeelValue[] {
  return list.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

function partition(list: readonly FeelValue[], size: FeelNumber): FeelValue {
  const length = toNumber(size);
  if (!isInteger(size) || length < 1) return null;
  const parts: FeelValue[] = [];
  for (let from = 0; from < list.length; from += length) parts.push(list.slice(from, from + length));
  return parts;
}
