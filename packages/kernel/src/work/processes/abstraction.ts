import { constant } from './expressions.ts';
import {
  isActivity,
  type ActivityNode,
  type Expression,
  type Flow,
  type Loop,
  type MessageRef,
  type ProcessDefinition,
  type ProcessNode,
  type Timer,
  type Variables,
} from './model.ts';
import { BpmnError, pending, type ProcessIo } from './state.ts';

/** Answers a number from 0 to `arity - 1`; each way is tried in turn. */
export type Oracle = (arity: number) => number;

/**
 * The same process with its data taken away: conditions, counts and outcomes become free choices of the
 * oracle, times and keys become constants, and a called process is only something that ends or fails.
 */
export function abstractProcess(definition: ProcessDefinition, choose: Oracle): ProcessDefinition {
  const nodes = new Map<string, ProcessNode>();
  for (const [id, node] of definition.nodes) nodes.set(id, abstractNode(node, choose));
  return { ...definition, nodes };
}

function abstractNode(node: ProcessNode, choose: Oracle): ProcessNode {
  const common = { outputs: [], outgoing: abstractFlows(node, choose) };
  if (!isActivity(node)) {
    return {
      ...node,
      ...common,
      ...('timer' in node && node.timer ? { timer: abstractTimer(node.timer) } : {}),
      ...('message' in node && node.message ? { message: abstractMessage(node.message) } : {}),
    };
  }
  const activity = { ...common, inputs: [], ...(node.loop ? { loop: abstractLoop(node.loop, choose) } : {}) };
  return { ...withoutData(node), ...activity };
}

function withoutData(node: ActivityNode): ActivityNode {
  switch (node.kind) {
    case 'user':
      return { ...node, ...(node.candidateGroups ? { candidateGroups: constant([]) } : {}) };
    case 'receive':
      return { ...node, message: abstractMessage(node.message) };
    case 'script':
      return { ...node, script: constant(null) };
    case 'call':
      return { ...node, kind: 'user' };
    default:
      return node;
  }
}

/** Choices among flows, such that a deciding element always finds one. */
function abstractFlows(node: ProcessNode, choose: Oracle): readonly Flow[] {
  const conditional = node.outgoing.filter(({ condition }) => condition);
  if (conditional.length === 0) return node.outgoing;
  const unconditional = node.outgoing.some(({ condition, id }) => !condition && id !== node.defaultFlow);
  const mustChoose = node.defaultFlow === undefined && !unconditional;
  const first = conditional[0];
  const last = conditional.at(-1);
  let chosen = false;
  return node.outgoing.map((flow): Flow => {
    if (!flow.condition) return flow;
    const evaluate = (): boolean => {
      if (flow === first) chosen = false;
      const holds = (flow === last && mustChoose && !chosen) || choose(2) === 1;
      chosen ||= holds;
      return holds;
    };
    return { ...flow, condition: { evaluate } };
  });
}

function abstractLoop(loop: Loop, choose: Oracle): Loop {
  const inputCollection: Expression = { evaluate: () => ([[1], [1, 2], []] as const)[choose(3)] };
  return {
    sequential: loop.sequential,
    inputCollection,
    outputLocals: [],
    ...(loop.completionCondition ? { completionCondition: { evaluate: () => choose(2) === 1 } } : {}),
  };
}

function abstractTimer({ kind }: Timer): Timer {
  // A repeated timer is tried once: its turns differ in nothing but their time.
  return kind === 'date'
    ? { kind, value: constant('2000-01-01') }
    : { kind: 'duration', value: constant('P1D') };
}

let keys = 0;

/** A key of its own for each wait, so that a message can be sent to just one. */
function abstractMessage({ name }: MessageRef): MessageRef {
  return { name, correlationKey: { evaluate: () => `key-${(keys += 1)}` } };
}

/** Error codes that an activity may raise with effect: those caught on it or around it. */
export function catchableErrors(definition: ProcessDefinition, node: ProcessNode): string[] {
  const codes = new Set<string>();
  for (
    let at: ProcessNode | undefined = node;
    at;
    at = at.parent === null ? undefined : definition.nodes.get(at.parent)
  ) {
    if (!isActivity(at)) continue;
    for (const id of at.boundaries) {
      const boundary = definition.nodes.get(id);
      if (boundary?.kind === 'boundary' && boundary.error) codes.add(boundary.error.code ?? 'any');
    }
  }
  return [...codes];
}

/** A port without an outside: operations and decisions succeed, fail with an error that is caught, or wait. */
export function abstractIo(definition: ProcessDefinition, choose: Oracle): ProcessIo {
  let ids = 0;
  const outcome = (elementId: string): Variables | typeof pending => {
    const node = definition.nodes.get(elementId);
    if (!node || !isActivity(node)) return {};
    const codes = catchableErrors(definition, node);
    const mayWait = node.kind === 'service' && node.boundaries.length > 0;
    const choice = choose(1 + codes.length + (mayWait ? 1 : 0));
    const code = codes[choice - 1];
    if (code !== undefined) throw new BpmnError(code);
    return choice > 0 ? pending : {};
  };
  return {
    operation: (_, call) => outcome(call.element.id),
    decide: (_, __, element) => outcome(element.id),
    resolveProcess: () => Promise.reject(new Error('a called process is not entered')),
    loadProcess: () => Promise.reject(new Error('a called process is not entered')),
    now: () => new Date(0),
    newId: () => `${(ids += 1)}`,
    addDuration: (from) => from,
  };
}
