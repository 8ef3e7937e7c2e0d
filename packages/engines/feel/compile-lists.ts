import type { Node } from './ast.ts';
import { readsName } from './children.ts';
import { compile, type Compilation } from './compile.ts';
import { constantOf } from './constants.ts';
import { compare } from './compare.ts';
import { isInteger, toNumber } from './numbers.ts';
import { bind, warn, type Env, type Run, type Scope } from './scope.ts';
import { addDays, FeelDate } from './temporal.ts';
import { FeelRange, isNumber, type FeelValue } from './values.ts';

/** A `for` over a range longer than this is taken for a mistake. */
const longestRange = 1_000_000;

interface Iterator {
  readonly values: (env: Env) => Iterable<FeelValue> | null;
}

function compileIterators(
  node: Node & { kind: 'for' | 'some' | 'every' },
  scope: Scope | null,
  compilation: Compilation,
): { iterators: Iterator[]; inner: Scope | null } {
  let inner = scope;
  const iterators = node.iterators.map(({ name, from, to }): Iterator => {
    const start = compile(from, inner, compilation);
    const end = to && compile(to, inner, compilation);
    inner = { kind: 'variable', name, outer: inner };
    return { values: (env) => (end ? between(start(env), end(env), env) : iterate(start(env), env)) };
  });
  return { iterators, inner };
}

/** What a `for`, `some` or `every` runs over; null where the value cannot be run over. */
export function iterate(value: FeelValue, env: Env): Iterable<FeelValue> | null {
  if (Array.isArray(value)) return value;
  if (value === null) return warn(env.evaluation, 'cannot iterate over null');
  if (!(value instanceof FeelRange)) return [value];
  if (value.op || value.start === null || value.end === null)
    return warn(env.evaluation, 'the range has no end');
  const all = between(value.start, value.end, env);
  if (!all || (value.startIncluded && value.endIncluded)) return all;
  const { start, end, startIncluded, endIncluded } = value;
  return [...all].filter(
    (item) => (startIncluded || compare(item, start) !== 0) && (endIncluded || compare(item, end) !== 0),
  );
}

/** Whole numbers or days from one to another, also downwards. */
function between(start: FeelValue, end: FeelValue, env: Env): Iterable<FeelValue> | null {
  if (isNumber(start) && isNumber(end) && isInteger(start) && isInteger(end)) {
    return count(toNumber(start), toNumber(end), env, (value) => value);
  }
  if (start instanceof FeelDate && end instanceof FeelDate) {
    return count(0, end.epochDay - start.epochDay, env, (days) => addDays(start, days));
  }
  return warn(env.evaluation, 'cannot iterate over this range');
}

function count(
  start: number,
  end: number,
  env: Env,
  valueAt: (index: number) => FeelValue,
): FeelValue[] | null {
  const length = Math.abs(end - start) + 1;
  if (length > longestRange) return warn(env.evaluation, 'the range is too long');
  const step = end < start ? -1 : 1;
  return Array.from({ length }, (_, index) => valueAt(start + index * step));
}

/** Within the body, `partial` is the list of the results so far (DMN 1.5 §10.3.2.14). */
export function compileFor(node: Node & { kind: 'for' }, scope: Scope | null, compilation: Compilation): Run {
  const { iterators, inner } = compileIterators(node, scope, compilation);
  const body = compile(node.body, { kind: 'variable', name: 'partial', outer: inner }, compilation);
  const readsPartial = readsName(node.body, 'partial');
  return (env) => {
    const results: FeelValue[] = [];
    const visit = (index: number, at: Env): boolean => {
      const iterator = iterators[index];
      if (!iterator) {
        // What a body keeps of the list so far must not grow with it.
        results.push(body(bind(at, readsPartial ? [...results] : null)));
        return true;
      }
      const values = iterator.values(at);
      if (!values) return false;
      for (const value of values) if (!visit(index + 1, bind(at, value))) return false;
      return true;
    };
    return visit(0, env) ? results : null;
  };
}

export function compileQuantified(
  node: Node & { kind: 'some' | 'every' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const { iterators, inner } = compileIterators(node, scope, compilation);
  const body = compile(node.body, inner, compilation);
  const decisive = node.kind === 'some';
  return (env) => {
    let result: boolean | null = !decisive;
    /** Answers true once the result is decided. */
    const visit = (index: number, at: Env): boolean => {
      const iterator = iterators[index];
      if (!iterator) {
        const value = body(at);
        if (value === decisive) result = decisive;
        else if (typeof value !== 'boolean') result = null;
        return value === decisive;
      }
      const values = iterator.values(at);
      if (!values) {
        result = null;
        return true;
      }
      for (const value of values) if (visit(index + 1, bind(at, value))) return true;
      return false;
    };
    visit(0, env);
    return result;
  };
}

/** `list[test]` (DMN 1.5 §10.3.2.5): by position, from the end if negative, or by what holds of each item. */
export function compileFilter(
  node: Node & { kind: 'filter' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const base = compile(node.base, scope, compilation);
  const position = constantOf(node.test);
  if (position !== undefined && isNumber(position)) return (env) => itemAt(listOf(base(env)), position, env);
  const test = compile(node.test, { kind: 'item', outer: scope }, compilation);
  return (env) => filterList(listOf(base(env)), (item) => test(bind(env, item)), env);
}

/**
 * Keeps the items for which the test is true; a test that gives a number is a position, and one that gives
 * anything else than a boolean or null makes the whole filter null.
 */
export function filterList(
  list: FeelValue[] | null,
  test: (item: FeelValue) => FeelValue,
  env: Pick<Env, 'evaluation'>,
): FeelValue {
  if (!list) return null;
  const first = test(list[0] ?? null);
  if (isNumber(first)) return itemAt(list, first, env);
  const kept: FeelValue[] = [];
  for (const [index, item] of list.entries()) {
    const result = index === 0 ? first : test(item);
    if (result === true) kept.push(item);
    else if (result !== false && result !== null)
      return warn(env.evaluation, 'a filter is neither a number nor a boolean');
  }
  return kept;
}

function listOf(value: FeelValue): FeelValue[] | null {
  if (value === null) return null;
  return Array.isArray(value) ? value : [value];
}

function itemAt(list: FeelValue[] | null, position: FeelValue, env: Pick<Env, 'evaluation'>): FeelValue {
  if (!list || !isNumber(position)) return null;
  const index = toNumber(position);
  const item = index > 0 ? list[index - 1] : list[list.length + index];
  return (
    item ??
    (index === 0 || Math.abs(index) > list.length
      ? warn(env.evaluation, 'position outside of the list')
      : null)
  );
}
