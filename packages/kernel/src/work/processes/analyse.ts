import { abstractIo, abstractProcess, catchableErrors } from './abstraction.ts';
import { createChoices, type Choices } from './choices.ts';
import { startInstance, trigger } from './engine.ts';
import type { ProcessDefinition } from './model.ts';
import { rootScope } from './run.ts';
import {
  ProcessRunError,
  type Instance,
  type InstanceState,
  type ProcessEvent,
  type ProcessIo,
  type StepResult,
  type Token,
  type WaitState,
} from './state.ts';

export interface Stuck {
  /** Elements on which tokens stand. */
  readonly elements: readonly string[];
  /** One way that leads there. */
  readonly trace: readonly string[];
}

export interface Analysis {
  /** No deadlock, no element in vain, and the end always within reach. */
  readonly sound: boolean;
  readonly states: number;
  /** True when the exploration stopped early; then what was not found may still exist. */
  readonly bounded: boolean;
  /** Nothing can happen any more, and the process has not ended. */
  readonly deadlocks: readonly Stuck[];
  /** Something can happen for ever, and none of it leads to an end or to a deadlock. */
  readonly cannotComplete: readonly Stuck[];
  /** Elements that go round without ever waiting, whatever the conditions say. */
  readonly endless: readonly string[];
  readonly neverReached: readonly string[];
  /** Where other tokens still stood when a terminate or error end stopped the process. */
  readonly leftAtEnd: readonly string[];
  /** Elements that two tokens of one branch can be on at once, as after a merge of parallel paths. */
  readonly doubled: readonly string[];
}

export interface AnalyseOptions {
  readonly maxStates?: number;
}

interface Known {
  readonly instance: Instance;
  readonly fired: ReadonlySet<string>;
  readonly trace: readonly string[];
  readonly next: Set<string>;
}

const endKey = 'end';
const mostTokens = 3;
const mostChoices = 500;
const mostElements = 300;

/**
 * Explores every state a process can come to, with conditions and outcomes left open; a repeated event
 * is tried once for each time it is set up, and multi-instance activities with none, one and two items.
 */
export async function analyse(
  definition: ProcessDefinition,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  const search = openSearch(definition, options.maxStates ?? 20_000);
  for (const start of definition.starts) {
    const begin = (): Promise<StepResult> =>
      startInstance(search.process, { startEvent: start.id }, search.io, { limit: mostElements });
    await explore(search, undefined, `start ${start.id}`, start.id, begin);
  }
  for (let key = search.open.shift(); key !== undefined; key = search.open.shift()) {
    const known = search.known.get(key);
    if (known) await exploreFrom(search, known);
  }
  return report(search);
}

interface Search {
  readonly definition: ProcessDefinition;
  readonly process: ProcessDefinition;
  readonly io: ProcessIo;
  readonly choices: Choices;
  readonly maxStates: number;
  readonly known: Map<string, Known>;
  readonly open: string[];
  readonly reached: Set<string>;
  readonly leftAtEnd: Set<string>;
  readonly doubled: Set<string>;
  readonly endless: Set<string>;
  bounded: boolean;
}

function openSearch(definition: ProcessDefinition, maxStates: number): Search {
  const choices = createChoices();
  return {
    definition,
    process: abstractProcess(definition, choices.choose),
    io: abstractIo(definition, choices.choose),
    choices,
    maxStates,
    known: new Map(),
    open: [],
    reached: new Set(),
    leftAtEnd: new Set(),
    doubled: new Set(),
    endless: new Set(),
    bounded: false,
  };
}

async function exploreFrom(search: Search, known: Known): Promise<void> {
  const { instance } = known;
  for (const wait of instance.state.waits) {
    if (known.fired.has(wait.id)) continue;
    for (const [label, event] of eventsFor(search.definition, wait)) {
      const step = (): Promise<StepResult> =>
        trigger(search.process, instance, event, search.io, { limit: mostElements });
      await explore(search, known, label, wait.at, step, wait);
    }
  }
}

function eventsFor(definition: ProcessDefinition, wait: WaitState): [label: string, event: ProcessEvent][] {
  const waitId = wait.id;
  if (wait.kind === 'timer') return [[`timer ${wait.at}`, { kind: 'fireTimer', waitId }]];
  if (wait.kind === 'message') {
    const { message = '', key = '' } = wait;
    return [[`message ${wait.at}`, { kind: 'deliverMessage', name: message, correlationKey: key }]];
  }
  const node = definition.nodes.get(wait.at);
  const codes = node ? catchableErrors(definition, node) : [];
  return [
    [`complete ${wait.at}`, { kind: 'completeTask', waitId }],
    ...codes.map((errorCode): [string, ProcessEvent] => [
      `error ${errorCode} ${wait.at}`,
      { kind: 'failTask', waitId, errorCode },
    ]),
  ];
}

/** Takes one step in every way the choices allow. */
async function explore(
  search: Search,
  from: Known | undefined,
  label: string,
  elementId: string,
  step: () => Promise<StepResult>,
  wait?: WaitState,
): Promise<void> {
  let ways = 0;
  let endings = 0;
  do {
    search.choices.begin();
    ways += 1;
    const result = await attempt(step);
    if (result) {
      endings += 1;
      note(search, from, label, result, wait);
    }
    if (ways >= mostChoices) {
      search.bounded = true;
      search.choices.stop();
    }
  } while (search.choices.advance());
  if (endings === 0) search.endless.add(elementId);
}

/** A way of choosing that goes round for ever is left aside: another one leaves the circle, or none does. */
async function attempt(step: () => Promise<StepResult>): Promise<StepResult | undefined> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof ProcessRunError) return undefined;
    throw error;
  }
}

function note(
  search: Search,
  from: Known | undefined,
  label: string,
  result: StepResult,
  wait: WaitState | undefined,
): void {
  const { state } = result;
  for (const { elementId } of result.effects.entered) search.reached.add(elementId);
  if (state.status !== 'running') {
    if (state.status !== 'completed' && from && wait) noteLeft(search, from.instance.state, wait);
    from?.next.add(endKey);
    return;
  }
  const stillOpen = wait && state.waits.some(({ id }) => id === wait.id);
  const fired = new Set([...(from?.fired ?? []), ...(stillOpen ? [wait.id] : [])]);
  const key = keyOf(state, fired);
  from?.next.add(key);
  if (search.known.has(key)) return;
  const crowded = noteDoubled(search, state);
  const known: Known = {
    instance: { state, variables: {} },
    fired,
    trace: [...(from?.trace ?? []), label],
    next: new Set(),
  };
  search.known.set(key, known);
  if (crowded || search.known.size > search.maxStates) {
    search.bounded = true;
    known.next.add(endKey);
  } else search.open.push(key);
}

function noteLeft(search: Search, before: InstanceState, wait: WaitState): void {
  const hosts = new Map(before.scopes.map((scope) => [scope.id, scope.host]));
  let top = before.tokens.find(({ id }) => id === wait.token);
  while (top && top.scope !== rootScope) {
    const host = hosts.get(top.scope);
    top = before.tokens.find(({ id }) => id === host);
  }
  for (const token of before.tokens) {
    if (token.scope === rootScope && token !== top) search.leftAtEnd.add(token.at);
  }
}

/** Answers true when so many tokens gathered on one element that their number may well grow for ever. */
function noteDoubled(search: Search, state: InstanceState): boolean {
  const loops = new Set(state.scopes.filter(({ loop }) => loop).map(({ id }) => id));
  const counts = new Map<string, number>();
  for (const token of state.tokens) {
    if (loops.has(token.scope)) continue;
    const key = `${token.scope} ${token.via ?? ''} ${token.at}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > 1) search.doubled.add(token.at);
    if (count > mostTokens) return true;
  }
  return false;
}

/** The shape of a state without its ids: equal keys behave alike. */
function keyOf(state: InstanceState, fired: ReadonlySet<string>): string {
  const byScope = Map.groupBy(state.tokens, ({ scope }) => scope);
  const byHost = Map.groupBy(state.scopes, ({ host }) => host);
  const byToken = Map.groupBy(state.waits, ({ token }) => token);
  const keyOfScope = (id: number): string => (byScope.get(id) ?? []).map(keyOfToken).toSorted().join(' ');
  const keyOfToken = (token: Token): string => {
    const waits = (byToken.get(token.id) ?? [])
      .map(({ at, id }) => (fired.has(id) ? `${at}!` : at))
      .toSorted();
    const inside = (byHost.get(token.id) ?? []).map(({ id, loop }) => {
      const counts = loop ? `${loop.total}/${loop.started}/${loop.done}:` : '';
      return `{${counts}${keyOfScope(id)}}`;
    });
    return `${token.at}<${token.via ?? ''}[${waits.join(',')}]${inside.join('')}`;
  };
  return keyOfScope(rootScope);
}

function report(search: Search): Analysis {
  const { known, definition } = search;
  const completing = statesBefore(known, [endKey]);
  const stuck = [...known].filter(([key]) => !completing.has(key));
  const dead = stuck.filter(([, { next }]) => next.size === 0);
  const doomed = statesBefore(
    known,
    dead.map(([key]) => key),
  );
  const deadlocks = dead.map(([, state]) => describe(state));
  const cannotComplete = stuck.filter(([key]) => !doomed.has(key)).map(([, state]) => describe(state));
  const neverReached = search.bounded
    ? []
    : [...definition.nodes.keys()].filter((id) => !search.reached.has(id));
  return {
    sound: deadlocks.length + cannotComplete.length + neverReached.length + search.endless.size === 0,
    states: known.size,
    bounded: search.bounded,
    deadlocks,
    cannotComplete,
    endless: [...search.endless],
    neverReached,
    leftAtEnd: [...search.leftAtEnd].toSorted(),
    doubled: [...search.doubled].toSorted(),
  };
}

/** States from which one of `keys` can be reached, those themselves included. */
function statesBefore(known: ReadonlyMap<string, Known>, keys: readonly string[]): Set<string> {
  const before = new Map<string, string[]>();
  for (const [key, { next }] of known) {
    for (const to of next) before.set(to, [...(before.get(to) ?? []), key]);
  }
  const found = new Set<string>();
  const open = [...keys];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(before.get(key) ?? []));
  }
  return found;
}

function describe({ instance, trace }: Known): Stuck {
  return { elements: [...new Set(instance.state.tokens.map(({ at }) => at))].toSorted(), trace };
}
