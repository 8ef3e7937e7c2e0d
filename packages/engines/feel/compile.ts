import { add, divide, multiply, negate, power, subtract } from './arithmetic.ts';
import type { Node } from './ast.ts';
import { builtins } from './builtins/index.ts';
import { compare, equals } from './compare.ts';
import { compileCall, compileFunction } from './compile-calls.ts';
import { compileFilter, compileFor, compileQuantified } from './compile-lists.ts';
import { compileIn } from './compile-tests.ts';
import { parseTemporal } from './literals.ts';
import { parseNumber } from './numbers.ts';
import { propertyOf } from './properties.ts';
import { makeRange } from './ranges.ts';
import { findVariable, warn, type Env, type Run, type Scope } from './scope.ts';
import { isInstance, resolveType, type TypeLookup } from './types.ts';
import { hasOwn, entryOf, isContext, setEntry, type FeelContext, type FeelValue } from './values.ts';

/** What compiling one expression knows besides the scope of a node. */
export interface Compilation {
  /** Types that a model defines. */
  readonly types: TypeLookup | undefined;
  /** Collects the variables that the expression reads from outside. */
  readonly globals: Set<string>;
}

export function compile(node: Node, scope: Scope | null, compilation: Compilation): Run {
  switch (node.kind) {
    case 'literal':
      return constant(node.value);
    case 'number':
      return constant(parseNumber(node.text));
    case 'temporal':
      return constant(parseTemporal(node.text));
    case 'name':
      return compileName(node.name, scope, compilation);
    case 'path':
      return compilePath(node.base, node.name, scope, compilation);
    case 'binary':
      return compileBinary(node, scope, compilation);
    case 'compare':
      return compileCompare(node, scope, compilation);
    case 'and':
    case 'or':
      return compileLogic(node, scope, compilation);
    case 'negate': {
      const value = compile(node.value, scope, compilation);
      return (env) => negate(value(env));
    }
    case 'between':
      return compileBetween(node, scope, compilation);
    case 'in':
      return compileIn(node, scope, compilation);
    case 'instance':
      return compileInstance(node, scope, compilation);
    case 'if': {
      const test = compile(node.test, scope, compilation);
      const yes = compile(node.yes, scope, compilation);
      const no = compile(node.no, scope, compilation);
      return (env) => (test(env) === true ? yes(env) : no(env));
    }
    case 'for':
      return compileFor(node, scope, compilation);
    case 'some':
    case 'every':
      return compileQuantified(node, scope, compilation);
    case 'list': {
      const items = node.items.map((item) => compile(item, scope, compilation));
      return (env) => items.map((item) => item(env));
    }
    case 'context':
      return compileContext(node.entries, scope, compilation);
    case 'range':
      return compileRange(node, scope, compilation);
    case 'filter':
      return compileFilter(node, scope, compilation);
    case 'call':
      return compileCall(node, scope, compilation);
    case 'function':
      return compileFunction(node, scope, compilation);
  }
}

function constant(value: FeelValue): Run {
  return () => value;
}

function levelUp(env: Env, levels: number): Env {
  let at = env;
  for (let left = levels; left > 0 && at.outer; left -= 1) at = at.outer;
  return at;
}

/** Finds where a name is bound; items of filtered lists on the way are asked first, when it runs. */
function compileName(name: string, scope: Scope | null, compilation: Compilation): Run {
  const items: number[] = [];
  let level = 0;
  let found: Run | undefined;
  for (let at = scope; at && !found; at = at.outer, level += 1) {
    const depth = level;
    if (at.kind === 'variable' && at.name === name) found = (env) => levelUp(env, depth).value;
    else if (at.kind === 'context' && at.names.has(name)) {
      found = (env) => {
        const { value } = levelUp(env, depth);
        return isContext(value) ? entryOf(value, name) : null;
      };
    } else if (at.kind === 'item') {
      items.push(depth);
      if (name === 'item') found = (env) => levelUp(env, depth).value;
    }
  }
  const outer = found ?? compileFree(name, scope, compilation);
  if (items.length === 0) return outer;
  return (env) => {
    for (const depth of items) {
      const { value } = levelUp(env, depth);
      if (isContext(value) && hasOwn(value, name)) return value[name] ?? null;
    }
    return outer(env);
  };
}

/** A name that the expression does not bind. One with dots, declared elsewhere, may be a path here. */
function compileFree(name: string, scope: Scope | null, compilation: Compilation): Run {
  compilation.globals.add(name);
  const [first = '', ...rest] = name.split('.');
  const path = rest.length > 0 ? compileName(first, scope, compilation) : undefined;
  const builtin = builtins.get(name);
  return (env) => {
    const value = findVariable(env.variables, name);
    if (value !== undefined) return value;
    if (path) return rest.reduce((base, property) => propertyOf(base, property), path(env));
    return builtin ?? warn(env.evaluation, `unknown variable "${name}"`);
  };
}

function compilePath(base: Node, name: string, scope: Scope | null, compilation: Compilation): Run {
  const value = compile(base, scope, compilation);
  return (env) => propertyOf(value(env), name);
}

const binary = { '+': add, '-': subtract, '*': multiply, '/': divide, '**': power } as const;

function compileBinary(node: Node & { kind: 'binary' }, scope: Scope | null, compilation: Compilation): Run {
  const left = compile(node.left, scope, compilation);
  const right = compile(node.right, scope, compilation);
  const operate = binary[node.op];
  return (env) => {
    const result = operate(left(env), right(env));
    return result === null ? warn(env.evaluation, `"${node.op}" cannot be applied`) : result;
  };
}

function compileCompare(
  node: Node & { kind: 'compare' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const left = compile(node.left, scope, compilation);
  const right = compile(node.right, scope, compilation);
  const test = comparison(node.op);
  return (env) => test(left(env), right(env));
}

/** The test that a comparison operator stands for. */
export function comparison(
  op: '=' | '!=' | '<' | '<=' | '>' | '>=',
): (left: FeelValue, right: FeelValue) => boolean | null {
  switch (op) {
    case '=':
      return equals;
    case '!=':
      return (left, right) => {
        const equal = equals(left, right);
        return equal === null ? null : !equal;
      };
    case '<':
      return (left, right) => holds(compare(left, right), (order) => order < 0);
    case '<=':
      return (left, right) => holds(compare(left, right), (order) => order <= 0);
    case '>':
      return (left, right) => holds(compare(left, right), (order) => order > 0);
    case '>=':
      return (left, right) => holds(compare(left, right), (order) => order >= 0);
  }
}

function holds(order: number | null, test: (order: number) => boolean): boolean | null {
  return order === null ? null : test(order);
}

/** Three-valued logic (DMN 1.5 §10.3.2.13, table 43): what is not a boolean counts as unknown. */
function compileLogic(
  node: Node & { kind: 'and' | 'or' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const left = compile(node.left, scope, compilation);
  const right = compile(node.right, scope, compilation);
  const decisive = node.kind === 'or';
  return (env) => {
    const first = left(env);
    if (first === decisive) return decisive;
    const second = right(env);
    if (second === decisive) return decisive;
    return typeof first === 'boolean' && typeof second === 'boolean' ? !decisive : null;
  };
}

function compileBetween(
  node: Node & { kind: 'between' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const value = compile(node.value, scope, compilation);
  const low = compile(node.low, scope, compilation);
  const high = compile(node.high, scope, compilation);
  return (env) => {
    const tested = value(env);
    const above = compare(tested, low(env));
    const below = compare(tested, high(env));
    return above === null || below === null ? null : above >= 0 && below <= 0;
  };
}

function compileInstance(
  node: Node & { kind: 'instance' },
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const value = compile(node.value, scope, compilation);
  const type = resolveType(node.type, compilation.types);
  if (!type) return ({ evaluation }) => warn(evaluation, `unknown type "${node.type.name}"`);
  return (env) => isInstance(value(env), type);
}

/** Each entry may read those before it; one that is a function may also call itself. */
function compileContext(
  source: readonly { key: string; value: Node }[],
  scope: Scope | null,
  compilation: Compilation,
): Run {
  const names = new Set<string>();
  const inner: Scope = { kind: 'context', names, outer: scope };
  let repeated = false;
  const entries = source.map(({ key, value }) => {
    repeated ||= names.has(key);
    if (value.kind === 'function') names.add(key);
    const run = compile(value, inner, compilation);
    names.add(key);
    return { key, run };
  });
  if (repeated) return ({ evaluation }) => warn(evaluation, 'a context has two entries of one name');
  return (env) => {
    const context: FeelContext = {};
    const within: Env = { value: context, outer: env, variables: env.variables, evaluation: env.evaluation };
    for (const { key, run } of entries) setEntry(context, key, run(within));
    return context;
  };
}

function compileRange(node: Node & { kind: 'range' }, scope: Scope | null, compilation: Compilation): Run {
  const start = node.start && compile(node.start, scope, compilation);
  const end = node.end && (node.end === node.start ? start : compile(node.end, scope, compilation));
  const { startIncluded, endIncluded, op } = node;
  return (env) => {
    const from = start && start(env);
    const to = end && end(env);
    if ((start && from === null) || (end && to === null)) return warn(env.evaluation, 'a range ends at null');
    return (
      makeRange(from, startIncluded, to, endIncluded, op) ??
      warn(env.evaluation, 'the ends of a range differ in type')
    );
  };
}
