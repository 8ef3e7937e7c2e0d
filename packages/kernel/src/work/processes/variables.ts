import { assign } from './expressions.ts';
import type { Expression, Mapping, Variables } from './model.ts';
import { ProcessRunError, type Token } from './state.ts';
import { hostOf, isIteration, type Run } from './run.ts';

/**
 * The variables that a token's element sees: those of its process, hidden by those of the elements
 * around it, hidden by its own. The answer may be the process's own object: never change it.
 */
export function visible(run: Run, token: Token): Variables {
  const locals: Record<string, unknown>[] = [];
  const base = walk(run, token, (layer) => void locals.push(layer));
  return locals.length === 0 ? base : Object.assign({}, base, ...locals.toReversed());
}

/** Visits the local layers from the inside out and answers the variables of the process at their end. */
function walk(run: Run, token: Token, visit: (layer: Record<string, unknown>) => void): Variables {
  for (let current: Token | undefined = token; current; current = hostOf(run, current.scope)) {
    if (current.local) visit(current.local);
    const own = run.scopes.get(current.scope)?.variables;
    if (own) return own;
  }
  return run.variables;
}

/** Sets each variable where it is already known, else in the process, as Zeebe does. */
export function setVariables(run: Run, token: Token | undefined, values: Variables): void {
  for (const name of Object.keys(values))
    setVariable(run, token, { target: [name], value: none }, values[name]);
}

const none: Expression = { evaluate: () => null };

export function setVariable(run: Run, token: Token | undefined, mapping: Mapping, value: unknown): void {
  const name = mapping.target[0] ?? '';
  for (let current = token; current; current = hostOf(run, current.scope)) {
    if (current.local && Object.hasOwn(current.local, name)) {
      current.local = { ...current.local };
      return assign(current.local, mapping, value);
    }
    const own = run.scopes.get(current.scope)?.variables;
    if (own) return assign(own, mapping, value);
  }
  if (!run.ownsVariables) {
    run.variables = { ...run.variables };
    run.ownsVariables = true;
  }
  assign(run.variables as Record<string, unknown>, mapping, value);
}

/** Evaluates mapped inputs in order; later ones see earlier ones. */
export function mapInputs(run: Run, token: Token, mappings: readonly Mapping[]): void {
  if (mappings.length === 0) return;
  const seen: Record<string, unknown> = { ...visible(run, token) };
  const local: Record<string, unknown> = { ...token.local };
  for (const mapping of mappings) {
    const value = evaluate(run, token, mapping.value, seen);
    assign(local, mapping, value);
    assign(seen, mapping, value);
  }
  token.local = local;
}

/**
 * Takes over the result of an element: as it is, or, where outputs are mapped, only what they name.
 * The local variables of the element end with it.
 */
export function takeResult(run: Run, token: Token, outputs: readonly Mapping[], result: Variables): void {
  if (outputs.length === 0) {
    setVariables(run, token, result);
    return;
  }
  const seen = { ...visible(run, token), ...result };
  for (const mapping of outputs) {
    const value = evaluate(run, token, mapping.value, seen);
    assign(seen, mapping, value);
    setOutside(run, token, mapping, value);
  }
}

/** Sets a mapped output around the element, past its own inputs; an iteration keeps what only it sees. */
function setOutside(run: Run, token: Token, mapping: Mapping, value: unknown): void {
  const name = mapping.target[0] ?? '';
  if (isIteration(run, token) && token.local && Object.hasOwn(token.local, name)) {
    return setVariable(run, token, mapping, value);
  }
  const local = token.local;
  delete token.local;
  setVariable(run, token, mapping, value);
  if (local) token.local = local;
}

export function evaluate(run: Run, token: Token, expression: Expression, variables?: Variables): unknown {
  try {
    return expression.evaluate(variables ?? visible(run, token), run.now);
  } catch (error) {
    throw new ProcessRunError(token.at, error instanceof Error ? error.message : String(error), error);
  }
}
