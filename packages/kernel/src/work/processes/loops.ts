import type { ActivityNode, Loop } from './model.ts';
import { addScope, addToken, clearScope, dropToken, hostOf, type Run } from './run.ts';
import { ProcessRunError, type Token } from './state.ts';
import { evaluate, setVariables, visible } from './variables.ts';

/**
 * Opens a multi-instance activity (BPMN 2.0 §10.3.8): all iterations, or the first of a sequence.
 * Answers false when the collection is empty, so that there is nothing to wait for.
 */
export function openLoop(run: Run, host: Token, node: ActivityNode, loop: Loop): boolean {
  const items = evaluate(run, host, loop.inputCollection);
  if (!Array.isArray(items)) throw new ProcessRunError(node.id, 'the input collection is not a list');
  if (items.length === 0) {
    if (loop.outputCollection) setVariables(run, host, { [loop.outputCollection]: [] });
    return false;
  }
  const now = loop.sequential ? items.slice(0, 1) : items;
  const scope = addScope(run, host, {
    loop: {
      waiting: loop.sequential ? items.slice(1) : [],
      total: items.length,
      started: 0,
      done: 0,
      output: loop.outputElement ? items.map(() => null) : [],
    },
  });
  for (const item of now) openIteration(run, scope.id, node.id, loop, item);
  return true;
}

function openIteration(run: Run, scopeId: number, at: string, loop: Loop, item: unknown): void {
  const state = run.scopes.get(scopeId)?.loop;
  if (!state) return;
  state.started += 1;
  const token = addToken(run, at, scopeId);
  token.local = Object.fromEntries(loop.outputLocals.map((name) => [name, null]));
  if (loop.inputElement) token.local[loop.inputElement] = item;
  token.local['loopCounter'] = state.started;
  run.queue.push(token);
}

/** Ends one iteration; answers the host when it was the last, or when the completion condition holds. */
export function endIteration(run: Run, token: Token, loop: Loop): Token | undefined {
  const scope = run.scopes.get(token.scope);
  const state = scope?.loop;
  const host = hostOf(run, token.scope);
  if (!scope || !state || !host) return undefined;
  state.done += 1;
  if (loop.outputElement) {
    state.output[Number(token.local?.['loopCounter']) - 1] = evaluate(run, token, loop.outputElement) ?? null;
  }
  dropToken(run, token);
  const finished = state.done === state.total || isComplete(run, host, token.scope, loop);
  if (!finished) {
    if (state.waiting.length > 0) openIteration(run, scope.id, host.at, loop, state.waiting.shift());
    return undefined;
  }
  clearScope(run, scope.id);
  if (loop.outputCollection) setVariables(run, host, { [loop.outputCollection]: state.output });
  return host;
}

function isComplete(run: Run, host: Token, scopeId: number, loop: Loop): boolean {
  const state = run.scopes.get(scopeId)?.loop;
  if (!loop.completionCondition || !state) return false;
  const counts = {
    numberOfInstances: state.total,
    numberOfActiveInstances: state.started - state.done,
    numberOfCompletedInstances: state.done,
    numberOfTerminatedInstances: 0,
  };
  const variables = {
    ...visible(run, host),
    ...(loop.outputCollection ? { [loop.outputCollection]: state.output } : {}),
    ...counts,
  };
  return evaluate(run, host, loop.completionCondition, variables) === true;
}
