import { enterActivity } from './activities.ts';
import {
  endInstance,
  finishActivity,
  interrupt,
  leave,
  passBoundary,
  raiseError,
  terminate,
} from './flow.ts';
import { findInclusiveJoin, isJoin, joinParallel, targetsOf } from './gateways.ts';
import {
  isActivity,
  type BoundaryNode,
  type GatewayNode,
  type ProcessDefinition,
  type StartNode,
  type Variables,
} from './model.ts';
import {
  addToken,
  closeRun,
  closeWait,
  closeWaits,
  definitionAt,
  getNode,
  nodeOf,
  noteEntered,
  noteLeft,
  openRun,
  rootScope,
  type Run,
  type RunOptions,
} from './run.ts';
import {
  ProcessRunError,
  type Instance,
  type ProcessEvent,
  type ProcessIo,
  type StepResult,
  type Token,
  type WaitState,
} from './state.ts';
import { takeResult } from './variables.ts';
import { openEvent, openNextTurn, describeWait } from './waits.ts';

export interface StartInput {
  readonly variables?: Variables;
  /** The start event by its id; without it the one of `message`, else the plain one. */
  readonly startEvent?: string;
  readonly message?: string;
}

/** Begins an instance and runs it until everything in it waits or it has ended. */
export async function startInstance(
  definition: ProcessDefinition,
  input: StartInput,
  io: ProcessIo,
  options: RunOptions = {},
): Promise<StepResult> {
  const empty: Instance = {
    state: { status: 'running', seq: 0, tokens: [], scopes: [], waits: [] },
    variables: {},
  };
  const start = getStart(definition, input);
  const run = await openRun(definition, empty, io, options);
  const token = addToken(run, start.id, rootScope);
  noteEntered(run, token);
  takeResult(run, token, start.outputs, input.variables ?? {});
  if (start.outputs.length > 0) run.variables = { ...input.variables, ...run.variables };
  leave(run, token);
  await drain(run);
  return closeRun(run);
}

function getStart(definition: ProcessDefinition, { startEvent, message }: StartInput): StartNode {
  const start = definition.starts.find((candidate) => {
    if (startEvent !== undefined) return candidate.id === startEvent;
    if (message !== undefined) return candidate.message?.name === message;
    return !candidate.timer && !candidate.message;
  });
  if (!start)
    throw new ProcessRunError(definition.id, `no start event ${startEvent ?? message ?? 'of kind none'}`);
  return start;
}

/**
 * Gives an event to an instance and runs it on. What nothing waits for changes nothing (`applied` false),
 * so a second firing has no second effect. The instance given is left as it is.
 */
export async function trigger(
  definition: ProcessDefinition,
  instance: Instance,
  event: ProcessEvent,
  io: ProcessIo,
  options: RunOptions = {},
): Promise<StepResult> {
  const { state } = instance;
  const wait = state.status === 'running' ? findWait(instance, event) : undefined;
  const cancels = event.kind === 'cancel' && state.status === 'running';
  if (!wait && !cancels) {
    return { ...instance, applied: false, effects: { opened: [], closed: [], entered: [], left: [] } };
  }
  const run = await openRun(definition, instance, io, options);
  if (wait) apply(run, wait, event);
  else endInstance(run, 'cancelled');
  await drain(run);
  return closeRun(run);
}

/** The wait that an event is for; of several for one message, the oldest. */
function findWait({ state }: Instance, event: ProcessEvent): WaitState | undefined {
  switch (event.kind) {
    case 'cancel':
      return undefined;
    case 'deliverMessage':
      if (event.messageId !== undefined && state.seen?.includes(event.messageId)) return undefined;
      return state.waits.find((wait) => wait.message === event.name && wait.key === event.correlationKey);
    case 'fireTimer':
    case 'moveTimer':
      return state.waits.find((wait) => wait.id === event.waitId && wait.kind === 'timer');
    case 'completeTask':
      return state.waits.find(
        (wait) => wait.id === event.waitId && (wait.kind === 'task' || wait.kind === 'operation'),
      );
    case 'failTask':
      return state.waits.find((wait) => {
        const token = state.tokens.find(({ id }) => id === wait.token);
        return wait.id === event.waitId && wait.kind !== 'timer' && token?.at === wait.at;
      });
  }
}

function apply(run: Run, wait: WaitState, event: ProcessEvent): void {
  const token = run.tokens.get(wait.token);
  if (!token) throw new ProcessRunError(wait.at, 'a wait without its token');
  if (event.kind === 'deliverMessage' && event.messageId !== undefined) {
    run.seen = [...(run.seen ?? []), event.messageId];
  }
  if (event.kind === 'moveTimer') return moveTimer(run, wait, token, event.dueAt);
  const variables = 'variables' in event ? (event.variables ?? {}) : {};
  if (event.kind === 'failTask') return raiseError(run, token, event.errorCode, variables);
  const node = getNode(run, token.scope, wait.at);
  if (node.kind === 'boundary') return fireBoundary(run, token, node, wait, variables);
  if (token.at !== wait.at) choose(run, token, wait.at);
  if (isActivity(node)) return finishActivity(run, token, node, variables);
  closeWaits(run, token);
  takeResult(run, token, node.outputs, variables);
  leave(run, token);
}

/** The first event after an event-based gateway takes its token; the others are given up. */
function choose(run: Run, token: Token, target: string): void {
  closeWaits(run, token);
  noteLeft(run, token);
  token.at = target;
  noteEntered(run, token);
}

function moveTimer(run: Run, wait: WaitState, token: Token, dueAt: Date): void {
  const moved: WaitState = { ...wait, dueAt: dueAt.toISOString() };
  run.waits.set(wait.id, moved);
  run.closed.push(wait.id);
  run.opened.set(wait.id, describeWait(definitionAt(run, token.scope), moved, token));
}

function fireBoundary(
  run: Run,
  host: Token,
  node: BoundaryNode,
  wait: WaitState,
  variables: Variables,
): void {
  if (node.interrupting) return interrupt(run, host, node.id, variables);
  if (node.timer) {
    closeWait(run, wait.id);
    openNextTurn(run, host, node.timer, wait);
  }
  passBoundary(run, addToken(run, node.id, host.scope), node.id, variables);
}

/** Moves tokens until all wait. Inclusive joins are asked when nothing else moves. */
async function drain(run: Run): Promise<void> {
  for (;;) {
    for (let next = 0; next < run.queue.length; next += 1) {
      const token = run.queue[next];
      if (!token || run.tokens.get(token.id) !== token) continue;
      const work = enter(run, token);
      if (work) await work;
    }
    run.queue.length = 0;
    const joined = run.ended ? undefined : findInclusiveJoin(run);
    if (!joined) return;
    leave(run, joined);
  }
}

function enter(run: Run, token: Token): void | Promise<void> {
  const node = nodeOf(run, token);
  run.steps += 1;
  if (run.steps > run.limit) {
    throw new ProcessRunError(
      node.id,
      `the step entered more than ${run.limit} elements without coming to a wait`,
    );
  }
  noteEntered(run, token);
  if (isActivity(node)) return enterActivity(run, token, node);
  switch (node.kind) {
    case 'end':
      if (node.terminate) return terminate(run, token);
      if (node.errorCode !== undefined) return raiseError(run, token, node.errorCode, {});
      break;
    case 'catch':
      return openEvent(run, token, node);
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
    case 'eventBased':
      return enterGateway(run, token, node);
    default:
  }
  takeResult(run, token, node.outputs, {});
  leave(run, token);
}

function enterGateway(run: Run, token: Token, node: GatewayNode): void {
  if (node.kind === 'eventBased') {
    for (const target of targetsOf(run, token, node)) openEvent(run, token, target);
    return;
  }
  if (!isJoin(node)) return leave(run, token);
  if (node.kind === 'parallel' && joinParallel(run, token, node)) leave(run, token);
}
