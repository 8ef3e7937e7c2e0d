import type { Expression, Expressions, Mapping } from './model.ts';

export function constant(value: unknown): Expression {
  return { evaluate: () => value };
}

/** Text that begins with `=` is an expression, other text stands for itself, as in the files of Camunda Modeler. */
export function compileValue(text: string, expressions: Expressions): Expression {
  return text.startsWith('=') ? expressions.compile(text.slice(1)) : constant(text);
}

/** A condition is an expression with or without the leading `=`. */
export function compileCondition(text: string, expressions: Expressions): Expression {
  return expressions.compile(text.startsWith('=') ? text.slice(1) : text);
}

/** Changes a copy of `variables` at the path of each mapping; the values within stay untouched. */
export function assign(variables: Record<string, unknown>, mapping: Mapping, value: unknown): void {
  const [name, ...path] = mapping.target;
  if (name !== undefined) variables[name] = withPath(variables[name], path, value);
}

export function withPath(base: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const object = isObject(base) ? base : {};
  return { ...object, [name]: withPath(object[name], rest, value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
