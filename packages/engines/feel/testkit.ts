import { compileExpression, toJson } from './index.ts';

/** JSON of an expression's value. */
export function feel(source: string, variables: Record<string, unknown> = {}, now?: Date): unknown {
  return toJson(compileExpression(source, { names: Object.keys(variables) }).evaluate(variables, now));
}
