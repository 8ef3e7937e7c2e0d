import type { ProcessDefinition, ProcessNode, Variables } from './model.ts';
import {
  ProcessRunError,
  type Ended,
  type Instance,
  type InstanceState,
  type Passage,
  type ProcessIo,
  type Scope,
  type StepResult,
  type Token,
  type Wait,
  type WaitState,
} from './state.ts';

/** The outermost scope: the process itself. It has no entry of its own in the state. */
export const rootScope = 0;

/** One step at work: the state unpacked for quick access, and what it did so far. */
export interface Run {
  readonly root: ProcessDefinition;
  /** Called processes by reference. */
  readonly called: Map<string, ProcessDefinition>;
  readonly io: ProcessIo;
  readonly now: Date;
  readonly limit: number;
  readonly tokens: Map<number, Token>;
  readonly scopes: Map<number, Scope>;
  readonly waits: Map<string, WaitState>;
  /** Tokens in each scope. */
  readonly load: Map<number, number>;
  /** Tokens that have come to an element and are to enter it. */
  readonly queue: Token[];
  readonly opened: Map<string, Wait>;
  readonly closed: string[];
  readonly entered: Passage[];
  readonly left: Passage[];
  variables: Variables;
  ownsVariables: boolean;
  seq: number;
  steps: number;
  seen: string[] | undefined;
  ended: Ended | undefined;
  errorCode: string | undefined;
}

export interface RunOptions {
  /** Elements that one step may enter; a process that goes round without waiting is stopped there. */
  readonly limit?: number;
}

const defaultLimit = 10_000;

export async function openRun(
  root: ProcessDefinition,
  instance: Instance,
  io: ProcessIo,
  options: RunOptions,
): Promise<Run> {
  const { state } = instance;
  const called = new Map<string, ProcessDefinition>();
  for (const { process } of state.scopes) {
    if (process !== undefined && !called.has(process)) called.set(process, await io.loadProcess(process));
  }
  const load = new Map<number, number>();
  for (const { scope } of state.tokens) load.set(scope, (load.get(scope) ?? 0) + 1);
  return {
    root,
    called,
    io,
    now: io.now(),
    limit: options.limit ?? defaultLimit,
    tokens: new Map(state.tokens.map((token) => [token.id, { ...token }])),
    scopes: new Map(state.scopes.map((scope) => [scope.id, ownScope(scope)])),
    waits: new Map(state.waits.map((wait) => [wait.id, wait])),
    load,
    queue: [],
    opened: new Map(),
    closed: [],
    entered: [],
    left: [],
    variables: instance.variables,
    ownsVariables: false,
    seq: state.seq,
    steps: 0,
    seen: state.seen,
    ended: undefined,
    errorCode: undefined,
  };
}

/** A step changes its copy, so that one that fails leaves the state it began with. */
function ownScope(scope: Scope): Scope {
  return {
    ...scope,
    ...(scope.variables ? { variables: { ...scope.variables } } : {}),
    ...(scope.loop
      ? { loop: { ...scope.loop, waiting: [...scope.loop.waiting], output: [...scope.loop.output] } }
      : {}),
  };
}

export function closeRun(run: Run): StepResult {
  const state: InstanceState = {
    status: run.ended ?? 'running',
    seq: run.seq,
    tokens: [...run.tokens.values()],
    scopes: [...run.scopes.values()],
    waits: [...run.waits.values()],
    ...(run.seen ? { seen: run.seen } : {}),
    ...(run.errorCode === undefined ? {} : { errorCode: run.errorCode }),
  };
  return {
    applied: true,
    state,
    variables: run.variables,
    effects: {
      opened: [...run.opened.values()],
      closed: run.closed,
      entered: run.entered,
      left: run.left,
      ...(run.ended ? { ended: run.ended } : {}),
      ...(run.errorCode === undefined ? {} : { errorCode: run.errorCode }),
    },
  };
}

export function definitionAt(run: Run, scopeId: number): ProcessDefinition {
  const reference = run.scopes.get(scopeId)?.process;
  if (reference === undefined) return run.root;
  const definition = run.called.get(reference);
  if (!definition) throw new Error(`called process ${reference} is not loaded`);
  return definition;
}

export function nodeOf(run: Run, token: Token): ProcessNode {
  return getNode(run, token.scope, token.at);
}

export function getNode(run: Run, scopeId: number, id: string): ProcessNode {
  const node = definitionAt(run, scopeId).nodes.get(id);
  if (!node) throw new ProcessRunError(id, 'the definition has no such element');
  return node;
}

export function hostOf(run: Run, scopeId: number): Token | undefined {
  const scope = run.scopes.get(scopeId);
  return scope && run.tokens.get(scope.host);
}

export function addToken(run: Run, at: string, scope: number): Token {
  run.seq += 1;
  const token: Token = { id: run.seq, at, scope };
  run.tokens.set(token.id, token);
  run.load.set(scope, (run.load.get(scope) ?? 0) + 1);
  return token;
}

/** Takes a token away; whoever does it sees to the end of the scope. */
export function dropToken(run: Run, token: Token): void {
  if (!run.tokens.delete(token.id)) return;
  run.load.set(token.scope, (run.load.get(token.scope) ?? 1) - 1);
}

/** Opens the inside of a token's element. */
export function addScope(run: Run, host: Token, parts: Omit<Scope, 'id' | 'host'>): Scope {
  run.seq += 1;
  const around = run.scopes.get(host.scope)?.process;
  const scope: Scope = {
    id: run.seq,
    host: host.id,
    ...(around === undefined ? {} : { process: around }),
    ...parts,
  };
  run.scopes.set(scope.id, scope);
  return scope;
}

/** Takes away everything inside a token's element: scopes, tokens, waits. */
export function clearInside(run: Run, host: Token): void {
  closeWaits(run, host);
  for (const scope of run.scopes.values()) {
    if (scope.host === host.id) clearScope(run, scope.id);
  }
}

export function clearScope(run: Run, scopeId: number, except?: Token): void {
  for (const token of run.tokens.values()) {
    if (token.scope !== scopeId || token === except) continue;
    clearInside(run, token);
    noteLeft(run, token);
    dropToken(run, token);
  }
  if (except === undefined) run.scopes.delete(scopeId);
}

export function closeWait(run: Run, id: string): void {
  if (!run.waits.delete(id)) return;
  if (!run.opened.delete(id)) run.closed.push(id);
}

export function closeWaits(run: Run, token: Token): void {
  for (const wait of run.waits.values()) if (wait.token === token.id) closeWait(run, wait.id);
}

/** True for the token of one iteration of a multi-instance activity, whose host stands on the same element. */
export function isIteration(run: Run, token: Token): boolean {
  return run.scopes.get(token.scope)?.loop !== undefined;
}

/** Notes that a token came to an element; the iterations within a multi-instance one are not noted again. */
export function noteEntered(run: Run, token: Token): void {
  if (!isIteration(run, token)) run.entered.push(passage(run, token));
}

export function noteLeft(run: Run, token: Token): void {
  if (!isIteration(run, token)) run.left.push(passage(run, token));
}

function passage(run: Run, token: Token): Passage {
  return {
    processId: definitionAt(run, token.scope).id,
    elementId: token.at,
    at: run.now.toISOString(),
  };
}
