import { compare } from '../compare.ts';
import { warn } from '../scope.ts';
import type { Evaluation, FeelFunction, FeelValue } from '../values.ts';
import { builtin, variant } from './define.ts';

/** `sort` (DMN 1.5 §10.3.4.6): stable, by a function that says whether its first argument comes first. */
export const sortFunctions: readonly FeelFunction[] = [
  builtin(
    'sort',
    variant(['list: list', 'precedes: function'], ([list, precedes], evaluation) =>
      sortBy(list, (a, b) => precedes.call([a, b], evaluation), evaluation),
    ),
    variant(['list: list'], ([list], evaluation) =>
      sortBy(
        list,
        (a, b) => {
          const order = compare(a, b);
          return order === null ? null : order < 0;
        },
        evaluation,
      ),
    ),
  ),
];

/** A merge sort: it never asks more than it must, and a function without order cannot break it. */
function sortBy(
  list: readonly FeelValue[],
  precedes: (a: FeelValue, b: FeelValue) => FeelValue,
  evaluation: Evaluation,
): FeelValue {
  if (list.length < 2) return [...list];
  const middle = Math.floor(list.length / 2);
  const left = sortBy(list.slice(0, middle), precedes, evaluation);
  const right = sortBy(list.slice(middle), precedes, evaluation);
  if (!Array.isArray(left) || !Array.isArray(right)) return null;
  const merged: FeelValue[] = [];
  let at = 0;
  for (const item of left) {
    for (let next = right[at]; next !== undefined; next = right[at]) {
      const first = precedes(next, item);
      if (typeof first !== 'boolean') return warn(evaluation, 'the function of sort gives no boolean');
      if (!first) break;
      merged.push(next);
      at += 1;
    }
    merged.push(item);
  }
  return [...merged, ...right.slice(at)];
}
