import { hasOwn, type Evaluation, type FeelValue } from './values.ts';
import { builtins } from './builtins/index.ts';
import { compile, type Compilation } from './compile.ts';
import { compileTests, type RunTest } from './compile-tests.ts';
import { toFeel } from './convert.ts';
import { parseExpression, parseUnaryTests } from './parse.ts';
import { spacedProperties } from './properties.ts';
import { rootEnv, warn, type Run, type Variables } from './scope.ts';
import type { TypeLookup } from './types.ts';

export interface CompileOptions {
  /** Names of variables and entries that contain spaces or operators; others need not be named. */
  readonly names?: Iterable<string>;
  /** Types that expressions may name after `instance of` or for parameters. */
  readonly types?: TypeLookup;
}

/** An expression, parsed once; it never changes and may be shared. */
export interface Expression {
  /** Variables that it reads, by their root name. */
  readonly names: readonly string[];
  /**
   * Its value for variables in JSON or as values of FEEL; what goes wrong gives null, and a line in `warnings`.
   * `now` is the instant of `now()` and `today()`, else the current one.
   */
  evaluate(variables: Readonly<Record<string, unknown>>, now?: Date, warnings?: string[]): FeelValue;
  /** The same in an environment that the caller made. */
  readonly run: Run;
}

/** Tests of an input, as in a cell of a decision table. */
export interface UnaryTests {
  readonly names: readonly string[];
  /** Whether the test is `-`, which every input passes. */
  readonly isAny: boolean;
  test(
    input: unknown,
    variables: Readonly<Record<string, unknown>>,
    now?: Date,
    warnings?: string[],
  ): boolean | null;
  readonly run: RunTest;
}

/** Compiles an expression (DMN 1.5 §10.3). Throws `FeelSyntaxError`. */
export function compileExpression(source: string, options: CompileOptions = {}): Expression {
  const node = parseExpression(source, namesFor(options));
  const compilation = compilationFor(options);
  const run = compile(node, null, compilation);
  const names = [...compilation.globals];
  return {
    names,
    evaluate: (variables, now, warnings) =>
      withinStack({ now, warnings }, (evaluation) => run(rootEnv(levelOf(variables, names), evaluation))),
    run,
  };
}

/** Compiles unary tests (DMN 1.5 §10.3.1.2, grammar rule 17). Throws `FeelSyntaxError`. */
export function compileUnaryTests(source: string, options: CompileOptions = {}): UnaryTests {
  const parsed = parseUnaryTests(source, namesFor(options));
  const compilation = compilationFor(options);
  const run = compileTests(parsed, null, compilation);
  const names = [...compilation.globals];
  return {
    names,
    isAny: !parsed.negated && parsed.tests.every(({ kind }) => kind === 'any'),
    test: (input, variables, now, warnings) =>
      withinStack({ now, warnings }, (evaluation) =>
        run(toFeel(input), rootEnv(levelOf(variables, names), evaluation)),
      ),
    run,
  };
}

/** Root names of the variables that an expression reads. Throws `FeelSyntaxError`. */
export function namesIn(source: string, options: CompileOptions = {}): readonly string[] {
  return compileExpression(source, options).names;
}

function namesFor(options: CompileOptions): Iterable<string> {
  return [...builtins.keys(), ...spacedProperties, ...(options.names ?? [])];
}

function compilationFor(options: CompileOptions): Compilation {
  return { types: options.types, globals: new Set() };
}

/** A function that calls itself without end gives null, as other errors do. */
export function withinStack<T>(evaluation: Evaluation, run: (evaluation: Evaluation) => T): T | null {
  try {
    return run(evaluation);
  } catch (error) {
    if (error instanceof RangeError) return warn(evaluation, 'the functions call each other too deeply');
    throw error;
  }
}

function levelOf(variables: Readonly<Record<string, unknown>>, names: readonly string[]): Variables {
  const values = new Map<string, FeelValue>();
  for (const name of names) if (hasOwn(variables, name)) values.set(name, toFeel(variables[name]));
  return { values, outer: null };
}
