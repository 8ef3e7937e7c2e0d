import type { Evaluation, FeelValue } from './values.ts';

/** Variables of one level; a decision model makes a level per boxed context or function. */
export interface Variables {
  readonly values: ReadonlyMap<string, FeelValue>;
  readonly outer: Variables | null;
}

export function findVariable(variables: Variables, name: string): FeelValue | undefined {
  for (let level: Variables | null = variables; level; level = level.outer) {
    const value = level.values.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a compiled expression runs in: the value it binds itself, and those around it. */
export interface Env {
  readonly value: FeelValue;
  readonly outer: Env | null;
  readonly variables: Variables;
  readonly evaluation: Evaluation;
}

export type Run = (env: Env) => FeelValue;

export function rootEnv(variables: Variables, evaluation: Evaluation): Env {
  return { value: null, outer: null, variables, evaluation };
}

/** A further level of variables; nothing that an expression bound around it is seen within. */
export function withVariables(env: Env, values: ReadonlyMap<string, FeelValue>): Env {
  return rootEnv({ values, outer: env.variables }, env.evaluation);
}

export function bind(env: Env, value: FeelValue): Env {
  return { value, outer: env, variables: env.variables, evaluation: env.evaluation };
}

/**
 * What the compiler knows of an `Env`, level by level: a variable, a context whose entries are variables, or
 * an item of a list being filtered, whose entries are known only when it runs.
 */
export type Scope =
  | { readonly kind: 'variable'; readonly name: string; readonly outer: Scope | null }
  | { readonly kind: 'context'; readonly names: Set<string>; readonly outer: Scope | null }
  | { readonly kind: 'item'; readonly outer: Scope | null };

export function warn(evaluation: Evaluation, message: string): null {
  evaluation.warnings?.push(message);
  return null;
}
