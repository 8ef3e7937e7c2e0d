import { chooseFlows, isJoin } from './gateways.ts';
import { endIteration } from './loops.ts';
import { isActivity, type ActivityNode, type Flow, type Variables } from './model.ts';
import {
  addToken,
  clearInside,
  clearScope,
  closeWaits,
  dropToken,
  getNode,
  hostOf,
  isIteration,
  nodeOf,
  noteEntered,
  noteLeft,
  rootScope,
  type Run,
} from './run.ts';
import type { Ended, Token } from './state.ts';
import { setVariables, takeResult } from './variables.ts';

/** Sends a token on by the flows it takes; at an end it is consumed. */
export function leave(run: Run, token: Token): void {
  const node = nodeOf(run, token);
  const flows = chooseFlows(run, token, node);
  noteLeft(run, token);
  delete token.local;
  delete token.via;
  if (flows.length === 0) return consume(run, token);
  const { scope } = token;
  flows.forEach((flow, index) => arrive(run, index === 0 ? token : addToken(run, flow.target, scope), flow));
}

function arrive(run: Run, token: Token, flow: Flow): void {
  token.at = flow.target;
  if (isJoin(nodeOf(run, token))) token.via = flow.id;
  run.queue.push(token);
}

function consume(run: Run, token: Token): void {
  dropToken(run, token);
  if ((run.load.get(token.scope) ?? 0) === 0) endScope(run, token.scope);
}

/** Ends a scope whose last token is gone: the process, or the inside of an activity that then goes on. */
function endScope(run: Run, scopeId: number): void {
  if (scopeId === rootScope) {
    run.ended = 'completed';
    return;
  }
  const scope = run.scopes.get(scopeId);
  const host = hostOf(run, scopeId);
  if (!scope || !host) return;
  run.scopes.delete(scopeId);
  const node = nodeOf(run, host);
  const all = node.kind === 'call' && (node.allVariablesOut || node.outputs.length > 0);
  finishActivity(run, host, node as ActivityNode, all ? (scope.variables ?? {}) : {});
}

/** Ends an activity that did its work (BPMN 2.0 §13.3.2). */
export function finishActivity(run: Run, token: Token, node: ActivityNode, result: Variables): void {
  takeResult(run, token, node.outputs, result);
  closeWaits(run, token);
  if (!node.loop || !isIteration(run, token)) return leave(run, token);
  const host = endIteration(run, token, node.loop);
  if (host) finishLoop(run, host);
}

export function finishLoop(run: Run, host: Token): void {
  closeWaits(run, host);
  leave(run, host);
}

/** Terminate: ends the scope around the token with all that is in it (BPMN 2.0 §13.5.6). */
export function terminate(run: Run, token: Token): void {
  clearScope(run, token.scope, token);
  noteLeft(run, token);
  dropToken(run, token);
  if (token.scope === rootScope) run.ended = 'terminated';
  else endScope(run, token.scope);
}

/**
 * Hands an error to the nearest activity around the token with a boundary event for it, first one of
 * its code, else one for every error (BPMN 2.0 §13.5.4); uncaught it ends the instance.
 */
export function raiseError(run: Run, token: Token, code: string, variables: Variables): void {
  for (let at: Token | undefined = token; at; at = hostOf(run, at.scope)) {
    const node = nodeOf(run, at);
    const boundary =
      isActivity(node) && !isIteration(run, at) ? findErrorBoundary(run, at, node, code) : undefined;
    if (boundary !== undefined) return interrupt(run, at, boundary, variables);
  }
  setVariables(run, undefined, variables);
  endInstance(run, 'error');
  run.errorCode = code;
}

function findErrorBoundary(run: Run, token: Token, node: ActivityNode, code: string): string | undefined {
  let everyError: string | undefined;
  for (const id of node.boundaries) {
    const boundary = getNode(run, token.scope, id);
    if (boundary.kind !== 'boundary' || !boundary.error) continue;
    if (boundary.error.code === code) return id;
    if (boundary.error.code === undefined) everyError ??= id;
  }
  return everyError;
}

/** Stops an activity with all that is inside and goes on from a boundary event. */
export function interrupt(run: Run, token: Token, boundaryId: string, variables: Variables): void {
  clearInside(run, token);
  noteLeft(run, token);
  delete token.local;
  passBoundary(run, token, boundaryId, variables);
}

export function passBoundary(run: Run, token: Token, boundaryId: string, variables: Variables): void {
  token.at = boundaryId;
  noteEntered(run, token);
  takeResult(run, token, nodeOf(run, token).outputs, variables);
  leave(run, token);
}

export function endInstance(run: Run, how: Ended): void {
  for (const id of run.waits.keys()) if (!run.opened.delete(id)) run.closed.push(id);
  for (const token of run.tokens.values()) noteLeft(run, token);
  run.waits.clear();
  run.tokens.clear();
  run.scopes.clear();
  run.queue.length = 0;
  run.ended = how;
}
