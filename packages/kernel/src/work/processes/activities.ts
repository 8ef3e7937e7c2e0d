import { finishActivity, finishLoop, raiseError } from './flow.ts';
import { openLoop } from './loops.ts';
import type { ActivityNode, CallNode, RuleNode, ServiceNode, SubprocessNode, Variables } from './model.ts';
import { addScope, addToken, definitionAt, isIteration, type Run } from './run.ts';
import { BpmnError, pending, ProcessRunError, type OperationCall, type Token } from './state.ts';
import { evaluate, mapInputs, visible } from './variables.ts';
import { openBoundaries, openEvent, openTask, openWait } from './waits.ts';

/** Begins an activity, or all iterations of a multi-instance one. */
export function enterActivity(run: Run, token: Token, node: ActivityNode): void | Promise<void> {
  if (!node.loop) {
    mapInputs(run, token, node.inputs);
    return begin(run, token, node);
  }
  if (!isIteration(run, token)) {
    openBoundaries(run, token, node);
    if (!openLoop(run, token, node, node.loop)) finishLoop(run, token);
    return;
  }
  mapInputs(run, token, node.inputs);
  return begin(run, token, node);
}

function begin(run: Run, token: Token, node: ActivityNode): void | Promise<void> {
  switch (node.kind) {
    case 'user':
      openTask(run, token, node);
      return attach(run, token, node);
    case 'receive':
      openEvent(run, token, node);
      return attach(run, token, node);
    case 'service':
      return callOperation(run, token, node);
    case 'rule':
      return callDecision(run, token, node);
    case 'script':
      return finishActivity(run, token, node, {
        [node.resultVariable]: evaluate(run, token, node.script) ?? null,
      });
    case 'subprocess':
      return beginSubprocess(run, token, node);
    case 'call':
      return beginCall(run, token, node);
  }
}

/** Boundary events of a multi-instance activity belong to the whole and are open already. */
function attach(run: Run, token: Token, node: ActivityNode): void {
  if (!isIteration(run, token)) openBoundaries(run, token, node);
}

async function callOperation(run: Run, token: Token, node: ServiceNode): Promise<void> {
  const result = await caught(run, token, () => run.io.operation(node.operation, callOf(run, token, node)));
  if (!result) return;
  if (result.value !== pending) return finishActivity(run, token, node, result.value);
  openWait(run, token, node.id, 'operation');
  attach(run, token, node);
}

async function callDecision(run: Run, token: Token, node: RuleNode): Promise<void> {
  const { element, variables } = callOf(run, token, node);
  const result = await caught(run, token, () => run.io.decide(node.decision, variables, element));
  if (result) finishActivity(run, token, node, { [node.resultVariable]: result.value ?? null });
}

/** Runs outside code; a business error goes to the boundary events and leaves no result. */
async function caught<T>(
  run: Run,
  token: Token,
  work: () => Promise<T> | T,
): Promise<{ value: Awaited<T> } | undefined> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof BpmnError)) throw error;
    raiseError(run, token, error.code, error.variables);
    return undefined;
  }
}

function callOf(run: Run, token: Token, node: ActivityNode): OperationCall {
  const variables = visible(run, token);
  return {
    variables,
    inputs: node.inputs.length === 0 ? {} : (token.local ?? {}),
    headers: node.headers,
    properties: node.properties,
    element: { processId: definitionAt(run, token.scope).id, id: node.id, name: node.name },
  };
}

function beginSubprocess(run: Run, token: Token, node: SubprocessNode): void {
  attach(run, token, node);
  const scope = addScope(run, token, {});
  run.queue.push(addToken(run, node.start, scope.id));
}

async function beginCall(run: Run, token: Token, node: CallNode): Promise<void> {
  const { reference, definition } = await run.io.resolveProcess(node.processId);
  run.called.set(reference, definition);
  const start = definition.starts.find((candidate) => !candidate.timer && !candidate.message);
  if (!start) throw new ProcessRunError(node.id, `process ${node.processId} has no plain start event`);
  const given: Variables = node.allVariablesIn ? visible(run, token) : (token.local ?? {});
  attach(run, token, node);
  const scope = addScope(run, token, { process: reference, variables: { ...given } });
  run.queue.push(addToken(run, start.id, scope.id));
}
