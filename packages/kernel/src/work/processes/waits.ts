import type { ActivityNode, MessageRef, ProcessDefinition, ProcessNode, Timer, UserNode } from './model.ts';
import { definitionAt, getNode, type Run } from './run.ts';
import { ProcessRunError, type Token, type Wait, type WaitKind, type WaitState } from './state.ts';
import { dueAfter, findCycle, findInstant } from './timers.ts';
import { evaluate } from './variables.ts';

type Parts = Pick<WaitState, 'dueAt' | 'repeat' | 'every' | 'message' | 'key' | 'groups'>;

export function openWait(run: Run, token: Token, at: string, kind: WaitKind, parts: Parts = {}): void {
  const wait: WaitState = { id: run.io.newId(), kind, at, token: token.id, ...parts };
  run.waits.set(wait.id, wait);
  run.opened.set(wait.id, describeWait(definitionAt(run, token.scope), wait, token));
}

export function describeWait(definition: ProcessDefinition, wait: WaitState, token: Token): Wait {
  const node = definition.nodes.get(wait.at);
  if (!node) throw new ProcessRunError(wait.at, 'the definition has no such element');
  return {
    id: wait.id,
    kind: wait.kind,
    processId: definition.id,
    elementId: node.id,
    elementName: node.name,
    tokenId: token.id,
    scopeId: token.scope,
    ...(wait.dueAt === undefined ? {} : { dueAt: wait.dueAt }),
    ...(wait.message === undefined ? {} : { messageName: wait.message, correlationKey: wait.key ?? '' }),
    ...(wait.groups ? { candidateGroups: wait.groups } : {}),
    ...(node.kind === 'user' && node.form ? { form: node.form } : {}),
    properties: node.properties,
    headers: 'headers' in node ? node.headers : {},
    inputs: token.local ?? {},
  };
}

export function openTask(run: Run, token: Token, node: UserNode): void {
  const groups = node.candidateGroups && groupsOf(evaluate(run, token, node.candidateGroups));
  openWait(run, token, node.id, 'task', groups ? { groups } : {});
}

/** Text with commas, or a list that an expression answered. */
function groupsOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
  return list.map((group) => String(group).trim()).filter((group) => group !== '');
}

/** Opens what a catch event, a receive task or a boundary event waits for; an error event waits for nothing. */
export function openEvent(run: Run, token: Token, node: ProcessNode): void {
  if ('timer' in node && node.timer) openTimer(run, token, node.id, node.timer);
  else if ('message' in node && node.message) openMessage(run, token, node.id, node.message);
}

export function openBoundaries(run: Run, token: Token, node: ActivityNode): void {
  for (const id of node.boundaries) openEvent(run, token, getNode(run, token.scope, id));
}

function openMessage(run: Run, token: Token, at: string, message: MessageRef): void {
  const key = message.correlationKey ? evaluate(run, token, message.correlationKey) : null;
  if (key === null || key === undefined || key === '' || typeof key === 'object') {
    throw new ProcessRunError(at, `the correlation key of message “${message.name}” has no value`);
  }
  openWait(run, token, at, 'message', { message: message.name, key: String(key) });
}

function openTimer(run: Run, token: Token, at: string, timer: Timer): void {
  const text = evaluate(run, token, timer.value);
  if (typeof text !== 'string') throw new ProcessRunError(at, 'the time of the timer has no value');
  openWait(run, token, at, 'timer', timerParts(run, at, timer, text));
}

function timerParts(run: Run, at: string, timer: Timer, text: string): Parts {
  if (timer.kind === 'duration') return { dueAt: later(run, at, timer, run.now, text) };
  if (timer.kind === 'date') {
    const date = findInstant(text);
    if (!date) throw new ProcessRunError(at, `not a date: ${text}`);
    return { dueAt: date.toISOString() };
  }
  const cycle = findCycle(text);
  if (!cycle) throw new ProcessRunError(at, `not a repeating interval: ${text}`);
  const dueAt = cycle.start ? cycle.start.toISOString() : later(run, at, timer, run.now, cycle.every);
  return { dueAt, repeat: cycle.count === null ? null : cycle.count - 1, every: cycle.every };
}

/** Opens the next turn of a timer cycle, counted from when this one was due. */
export function openNextTurn(run: Run, token: Token, timer: Timer, wait: WaitState): void {
  const { repeat, every, dueAt, at } = wait;
  if (every === undefined || dueAt === undefined || repeat === undefined || repeat === 0) return;
  openWait(run, token, at, 'timer', {
    dueAt: later(run, at, timer, new Date(dueAt), every),
    repeat: repeat === null ? null : repeat - 1,
    every,
  });
}

function later(run: Run, at: string, timer: Timer, from: Date, duration: string): string {
  try {
    const options = timer.calendar ? { calendar: timer.calendar } : {};
    return dueAfter(run.io, from, duration, options).toISOString();
  } catch (error) {
    throw new ProcessRunError(at, error instanceof Error ? error.message : String(error), error);
  }
}
