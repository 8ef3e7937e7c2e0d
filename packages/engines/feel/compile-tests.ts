import type { Node, Test } from './ast.ts';
import { readsName } from './children.ts';
import { comparison, compile, type Compilation } from './compile.ts';
import { constantOf } from './constants.ts';
import { equals } from './compare.ts';
import { contains, makeRange } from './ranges.ts';
import { bind, type Env, type Run, type Scope } from './scope.ts';
import { FeelRange, type FeelValue } from './values.ts';

/** A test of an input; `env` is the one around it. */
export type RunTest = (input: FeelValue, env: Env) => boolean | null;

/** `value in tests` (DMN 1.5 §10.3.2.13, table 51). */
export function compileIn(node: Node & { kind: 'in' }, scope: Scope | null, compilation: Compilation): Run {
  const value = compile(node.value, scope, compilation);
  const test = anyOf(node.tests.map((each) => compileTest(each, scope, compilation, 'in')));
  return (env) => test(value(env), env);
}

/** The tests of a decision table's cell or of allowed values: one of them must hold, or none if negated. */
export function compileTests(
  { tests, negated }: { tests: readonly Test[]; negated: boolean },
  scope: Scope | null,
  compilation: Compilation,
): RunTest {
  const test = anyOf(tests.map((each) => compileTest(each, scope, compilation, 'cell')));
  if (!negated) return test;
  return (input, env) => {
    const result = test(input, env);
    return result === null ? null : !result;
  };
}

function anyOf(tests: readonly RunTest[]): RunTest {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (input, env) => {
    let result: boolean | null = false;
    for (const test of tests) {
      const holds = test(input, env);
      if (holds === true) return true;
      if (holds === null) result = null;
    }
    return result;
  };
}

/** In a cell, `?` is the input and a boolean expression that reads it is itself the test (§7.3.8). */
function compileTest(
  test: Test,
  scope: Scope | null,
  compilation: Compilation,
  place: 'in' | 'cell',
): RunTest {
  if (test.kind === 'any') return () => true;
  const fast = compileConstantTest(test);
  if (fast) return fast;
  const inner: Scope | null = place === 'cell' ? { kind: 'variable', name: '?', outer: scope } : scope;
  const run = compile(test.value, inner, compilation);
  const evaluate: (input: FeelValue, env: Env) => FeelValue =
    place === 'cell' ? (input, env) => run(bind(env, input)) : (_input, env) => run(env);
  if (test.kind === 'cmp') {
    const compares = comparison(test.op);
    return (input, env) => compares(input, evaluate(input, env));
  }
  if (place === 'cell' && readsName(test.value, '?')) {
    return (input, env) => booleanOr(evaluate(input, env), (value) => matches(input, value));
  }
  if (test.value.kind === 'range') {
    return (input, env) => {
      const range = evaluate(input, env);
      return range === null ? null : matches(input, range);
    };
  }
  return (input, env) => {
    const value = evaluate(input, env);
    // An expression may itself say whether the test holds, whatever the input is.
    return typeof value === 'boolean' && typeof input !== 'boolean' && place === 'cell'
      ? value
      : matches(input, value);
  };
}

function booleanOr(value: FeelValue, otherwise: (value: FeelValue) => boolean | null): boolean | null {
  return typeof value === 'boolean' || value === null ? value : otherwise(value);
}

/** An input matches an equal value, a range that contains it, or a list with something it matches. */
function matches(input: FeelValue, value: FeelValue): boolean | null {
  if (value instanceof FeelRange && !(input instanceof FeelRange)) return contains(value, input);
  if (!Array.isArray(value)) return equals(input, value);
  if (Array.isArray(input) && equals(input, value) === true) return true;
  let result: boolean | null = false;
  for (const item of value) {
    const holds =
      item instanceof FeelRange && !(input instanceof FeelRange)
        ? contains(item, input)
        : equals(input, item);
    if (holds === true) return true;
    if (holds === null && input === null) result = null;
  }
  return result;
}

/** Most cells compare with constants; these need neither an environment nor a general comparison. */
function compileConstantTest(test: Exclude<Test, { kind: 'any' }>): RunTest | undefined {
  if (test.kind === 'value' && test.value.kind === 'range') return compileConstantRange(test.value);
  const value = constantOf(test.value);
  if (value === undefined) return undefined;
  if (test.kind === 'cmp') return compileConstantComparison(test.op, value);
  if (typeof value === 'string' || typeof value === 'boolean') {
    return (input) => (input === value ? true : typeof input === typeof value ? false : equals(input, value));
  }
  return (input) => equals(input, value);
}

function compileConstantComparison(op: '<' | '<=' | '>' | '>=' | '=' | '!=', value: FeelValue): RunTest {
  const general = comparison(op);
  if (typeof value !== 'number') return (input) => general(input, value);
  switch (op) {
    case '<':
      return (input) => (typeof input === 'number' ? input < value : general(input, value));
    case '<=':
      return (input) => (typeof input === 'number' ? input <= value : general(input, value));
    case '>':
      return (input) => (typeof input === 'number' ? input > value : general(input, value));
    case '>=':
      return (input) => (typeof input === 'number' ? input >= value : general(input, value));
    default:
      return (input) => general(input, value);
  }
}

function compileConstantRange(node: Node & { kind: 'range' }): RunTest | undefined {
  const start = node.start ? constantOf(node.start) : null;
  const end = node.end ? constantOf(node.end) : null;
  if (start === undefined || end === undefined || node.op) return undefined;
  if ((node.start && start === null) || (node.end && end === null)) return () => null;
  const range = makeRange(start, node.startIncluded, end, node.endIncluded, null);
  if (!range) return () => null;
  const general: RunTest = (input) => matches(input, range);
  if (typeof start !== 'number' || typeof end !== 'number') return general;
  const { startIncluded, endIncluded } = node;
  return (input, env) => {
    if (typeof input !== 'number') return general(input, env);
    return (startIncluded ? input >= start : input > start) && (endIncluded ? input <= end : input < end);
  };
}
