import { startInstance, trigger } from './engine.ts';
import {
  openAnswers,
  without,
  withoutMappings,
  workedOutBy,
  type AnsweredTask,
  type Answers,
  type Memory,
} from './memory.ts';
import type { ProcessDefinition, ProcessNode, Variables } from './model.ts';
import {
  ProcessRunError,
  type Instance,
  type InstanceStatus,
  type Passage,
  type ProcessEvent,
  type ProcessIo,
  type StepResult,
} from './state.ts';

/** The way that an instance takes through a process. */
export interface Way {
  /** Names of the activities that it comes to, by their ids, in order of the first time. */
  readonly passed: ReadonlyMap<string, string>;
  readonly status: InstanceStatus;
  /** Name of the end event, null when it comes to none. */
  readonly end: string | null;
  /** Name of the element where it does not go on, null when it ends. */
  readonly stopsAt: string | null;
  /** What was answered at which task. */
  readonly answered: readonly AnsweredTask[];
}

export interface Difference {
  readonly left: string[];
  readonly added: string[];
}

const mostSteps = 200;
/** Elements that one step may enter; far more than a process of the law has, and soon counted. */
const mostElements = 1000;

/**
 * Lets an instance go through a process anew, by the engine itself and without any effect: operations and messages
 * answer what was recorded, tasks what people did at them, decisions what they decided. `before` is the way through
 * the process of then, by which tasks are known again. Only what an element itself waits for goes on; its boundary
 * events do not come. What goes round for ever, or more than 200 steps, is left where it stands.
 */
export async function replay(
  definition: ProcessDefinition,
  memory: Memory,
  resolve: ProcessIo['resolveProcess'],
  before?: Way,
): Promise<Way> {
  const process = withoutMappings(definition, memory.known);
  const rerun: Rerun = {
    process,
    called: new Map(),
    memory,
    answer: without(memory.known, workedOutBy(definition)),
    tasks: openAnswers(definition, memory, before?.answered),
    path: openPath(definition),
  };
  const { path, tasks } = rerun;
  const io = ioOf(rerun, resolve);
  const options = { limit: mostElements };
  try {
    let step = path.take(await startInstance(process, { variables: memory.known }, io, options));
    const seen = new Set<string>();
    while (step.state.status === 'running' && seen.size < mostSteps) {
      const event = nextEvent(rerun, step);
      const place = placeOf(step, tasks.given.length);
      if (!event || seen.has(place)) break;
      seen.add(place);
      step = path.take(await trigger(process, step, event, io, options));
    }
    return { ...path.end(step.state.status, step.state.tokens[0]?.at ?? ''), answered: tasks.given };
  } catch (error) {
    if (!(error instanceof ProcessRunError)) throw error;
    return { ...path.end('running', error.elementId), answered: tasks.given };
  }
}

/** What differs between two ways; null when they pass the same activities and end alike. */
export function differenceOf(before: Way, after: Way): Difference | null {
  const left = namesWithout(before, after);
  const added = namesWithout(after, before);
  const alike = before.status === after.status && before.end === after.end;
  return alike && left.length + added.length === 0 ? null : { left, added };
}

function namesWithout({ passed }: Way, other: Way): string[] {
  return [...passed].filter(([id]) => !other.passed.has(id)).map(([, name]) => name);
}

/** One replay at work. */
interface Rerun {
  readonly process: ProcessDefinition;
  /** Called processes by reference. */
  readonly called: Map<string, ProcessDefinition>;
  readonly memory: Memory;
  /** What operations and messages answer. */
  readonly answer: Variables;
  readonly tasks: Answers;
  readonly path: Path;
}

interface Path {
  /** Notes an activity of the process itself; those of called processes come and go with the call. */
  note(at: Pick<Passage, 'processId' | 'elementId'>): void;
  take(step: StepResult): StepResult;
  end(status: InstanceStatus, standsAt: string): Omit<Way, 'answered'>;
}

const compared: readonly string[] = ['user', 'service', 'rule', 'call'] satisfies ProcessNode['kind'][];

function openPath(definition: ProcessDefinition): Path {
  const passed = new Map<string, string>();
  let end: string | null = null;
  const nameOf = (id: string): string => definition.nodes.get(id)?.name || id;
  const note: Path['note'] = ({ processId, elementId }) => {
    const node = processId === definition.id ? definition.nodes.get(elementId) : undefined;
    if (!node) return;
    if (node.type === 'bpmn:EndEvent' && node.parent === null) end = nameOf(elementId);
    else if (compared.includes(node.kind)) passed.set(elementId, nameOf(elementId));
  };
  return {
    note,
    take: (step) => {
      step.effects.entered.forEach(note);
      return step;
    },
    end: (status, standsAt) =>
      status === 'running'
        ? { passed, status, end: null, stopsAt: nameOf(standsAt) }
        : { passed, status, end, stopsAt: null },
  };
}

function ioOf(
  { process, called, memory, answer, path }: Rerun,
  resolve: ProcessIo['resolveProcess'],
): ProcessIo {
  let ids = 0;
  return {
    // Noted at once: a step that cannot go on answers nothing of what it did.
    operation: (_, { element }) => {
      path.note({ processId: element.processId, elementId: element.id });
      return answer;
    },
    decide: (decisionId, _, element) => {
      path.note({ processId: element.processId, elementId: element.id });
      const around = [process, ...called.values()].find(({ id }) => id === element.processId);
      const node = around?.nodes.get(element.id);
      const name = node?.kind === 'rule' ? node.resultVariable : '';
      return memory.variables[name] ?? memory.decided.get(decisionId);
    },
    resolveProcess: async (key) => {
      const found = await resolve(key);
      called.set(found.reference, found.definition);
      return found;
    },
    loadProcess: async (reference) => {
      const found = called.get(reference);
      if (!found) throw new ProcessRunError(reference, 'the called process is not loaded');
      return found;
    },
    now: () => memory.at,
    newId: () => `${(ids += 1)}`,
    // Timers come at once, whatever they say.
    addDuration: (from) => from,
  };
}

/** The event for the first element that waits for something of its own. */
function nextEvent(rerun: Rerun, { state }: Instance): ProcessEvent | undefined {
  const tokens = new Map(state.tokens.map((token) => [token.id, token]));
  const wait = state.waits.find(({ token, at }) => tokens.get(token)?.at === at);
  if (!wait) return undefined;
  const { answer, called, process, tasks } = rerun;
  switch (wait.kind) {
    case 'timer':
      return { kind: 'fireTimer', waitId: wait.id };
    case 'message':
      return {
        kind: 'deliverMessage',
        name: wait.message ?? '',
        correlationKey: wait.key ?? '',
        variables: answer,
      };
    case 'task':
    case 'operation': {
      const scope = state.scopes.find(({ id }) => id === tokens.get(wait.token)?.scope);
      const node = (called.get(scope?.process ?? '') ?? process).nodes.get(wait.at);
      const act = node && wait.kind === 'task' ? tasks.at(node) : {};
      return { kind: 'completeTask', waitId: wait.id, variables: { ...answer, ...act } };
    }
  }
}

/** Where an instance stands, what it knows and how many acts it had: if all come again, it goes round for ever. */
function placeOf({ state, variables }: Instance, acts: number): string {
  const tokens = state.tokens.map(({ at, local }) => [at, local]);
  return JSON.stringify([acts, tokens, state.scopes.map(({ loop }) => loop), variables]);
}
