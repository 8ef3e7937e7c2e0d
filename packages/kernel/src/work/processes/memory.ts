import {
  isActivity,
  type ActivityNode,
  type ProcessDefinition,
  type ProcessNode,
  type Variables,
} from './model.ts';

/** What someone did at a task: a verb that the task lists in its property `verbs`, and what came with it. */
export interface Act {
  readonly verb: string;
  readonly variables: Variables;
}

/** An act and the task that it answered. */
export interface AnsweredTask {
  readonly task: string;
  readonly act: Act;
}

/** What an ended instance has kept. */
export interface Recorded {
  /** All variables at its end. */
  readonly variables: Variables;
  /** What people did, oldest first; what is not known is left out. */
  readonly acts: readonly Act[];
  /** Instant of the expressions. */
  readonly at: Date;
}

/** What an ended instance has kept, as a replay needs it. */
export interface Memory extends Recorded {
  /** What came from outside: all variables but those that its own process and its tasks set. */
  readonly known: Variables;
  /** What tasks set last, for a task of which no act is known. */
  readonly lastAct: Variables;
  /** Results by the id of the decision, for a rule task that puts them under another name. */
  readonly decided: ReadonlyMap<string, unknown>;
}

/** Takes from what an instance has kept what its process did not find out by itself. */
export function remember(then: ProcessDefinition, recorded: Recorded): Memory {
  const { variables, acts } = recorded;
  const own = workedOutBy(then);
  const acted = new Set(acts.flatMap((act) => Object.keys(act.variables)));
  const decided = new Map<string, unknown>();
  for (const node of then.nodes.values()) {
    if (node.kind === 'rule') decided.set(node.decision, variables[node.resultVariable]);
  }
  return {
    ...recorded,
    known: without(variables, own.union(acted)),
    lastAct: Object.fromEntries([...acted].map((name) => [name, variables[name] ?? null])),
    decided,
  };
}

/** Variables that scripts and decisions of a process set: a replay works them out itself. */
export function workedOutBy({ nodes }: ProcessDefinition): Set<string> {
  const names = new Set<string>();
  for (const node of nodes.values()) {
    if (node.kind !== 'script' && node.kind !== 'rule') continue;
    if (node.outputs.length === 0) names.add(node.resultVariable);
    else if (node.kind === 'script') for (const { target } of node.outputs) names.add(target[0] ?? '');
  }
  return names;
}

export function without(variables: Variables, names: ReadonlySet<string>): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.has(name)));
}

/** The raw answers that mappings and iterations once read are gone; what they made of them is known. */
export function withoutMappings(definition: ProcessDefinition, known: Variables): ProcessDefinition {
  const nodes = new Map<string, ProcessNode>();
  for (const [id, node] of definition.nodes) {
    if (node.kind === 'script') nodes.set(id, node);
    else {
      const outputs = node.outputs.filter(({ target }) => !Object.hasOwn(known, target[0] ?? ''));
      nodes.set(id, { ...(isActivity(node) ? withoutCollection(node, known) : node), outputs });
    }
  }
  const starts = definition.starts.map((start) => nodes.get(start.id) as typeof start);
  return { ...definition, nodes, starts };
}

function withoutCollection(node: ActivityNode, known: Variables): ActivityNode {
  if (!node.loop) return node;
  const { outputCollection, ...loop } = node.loop;
  return outputCollection !== undefined && Object.hasOwn(known, outputCollection) ? { ...node, loop } : node;
}

/** Hands out acts to tasks, one at each visit. */
export interface Answers {
  at(task: ProcessNode): Variables;
  /** Which task got which act so far. */
  readonly given: readonly AnsweredTask[];
}

/**
 * In the process of then each task gets the next act whose verb it lists. In another one, given `before`, a task
 * gets the acts that it had then; a new task gets those of tasks that are no longer there.
 */
export function openAnswers(
  definition: ProcessDefinition,
  { acts, lastAct }: Memory,
  before?: readonly AnsweredTask[],
): Answers {
  const left: { task?: string; act: Act }[] = before ? [...before] : acts.map((act) => ({ act }));
  const given: AnsweredTask[] = [];
  const isFree = (task: string | undefined): boolean => task === undefined || !definition.nodes.has(task);
  return {
    given,
    at: (node) => {
      const listed = (node.properties['verbs'] ?? '').split(/[\s,]+/);
      const next =
        left.find(({ task }) => task === node.id) ??
        left.find(({ task, act }) => isFree(task) && listed.includes(act.verb));
      if (!next) return given.findLast(({ task }) => task === node.id)?.act.variables ?? lastAct;
      left.splice(left.indexOf(next), 1);
      given.push({ task: node.id, act: next.act });
      return next.act.variables;
    },
  };
}
