export { FeelSyntaxError } from './ast.ts';
export { toFeel, toJson } from './convert.ts';
export {
  compileExpression,
  compileUnaryTests,
  namesIn,
  withinStack,
  type CompileOptions,
  type Expression,
  type UnaryTests,
} from './expression.ts';
export {
  FeelFunction,
  isContext,
  isNumber,
  setEntry,
  typeName,
  type Evaluation,
  type FeelContext,
  type FeelValue,
} from './values.ts';
// What a decision model needs besides expressions.
export { add } from './arithmetic.ts';
export { makeFunction } from './compile-calls.ts';
export { filterList, iterate } from './compile-lists.ts';
export type { RunTest } from './compile-tests.ts';
export { compare, equals } from './compare.ts';
export { readTemporalCall } from './read-temporal.ts';
export { rootEnv, warn, withVariables, type Env, type Run, type Variables } from './scope.ts';
export { textOf } from './text.ts';
export { anyType, builtinType, coerce, type FeelType, type TypeLookup } from './types.ts';
