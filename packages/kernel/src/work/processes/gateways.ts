import type { Flow, GatewayNode, ProcessNode } from './model.ts';
import { dropToken, getNode, nodeOf, type Run } from './run.ts';
import { ProcessRunError, type Token } from './state.ts';
import { evaluate } from './variables.ts';

/** True where tokens are counted by the flow they come by. */
export function isJoin(node: ProcessNode): node is GatewayNode {
  return (node.kind === 'parallel' || node.kind === 'inclusive') && node.incoming.length > 1;
}

/** The flows by which a token leaves (BPMN 2.0 §13.3.1, §13.4). */
export function chooseFlows(run: Run, token: Token, node: ProcessNode): readonly Flow[] {
  if (node.outgoing.length < 2 || node.kind === 'parallel') return node.outgoing;
  if (node.kind === 'exclusive') return [chooseOne(run, token, node)];
  return chooseSome(run, token, node);
}

function chooseOne(run: Run, token: Token, node: ProcessNode): Flow {
  const flow =
    node.outgoing.find((candidate) => holds(run, token, candidate)) ??
    node.outgoing.find(({ id }) => id === node.defaultFlow);
  if (!flow) throw new ProcessRunError(node.id, 'no condition holds and there is no default flow');
  return flow;
}

function chooseSome(run: Run, token: Token, node: ProcessNode): Flow[] {
  const isDefault = (flow: Flow): boolean => flow.id === node.defaultFlow;
  const conditional = node.outgoing.filter((flow) => flow.condition && holds(run, token, flow));
  const flows = node.outgoing.filter((flow) => {
    if (isDefault(flow)) return conditional.length === 0;
    return !flow.condition || conditional.includes(flow);
  });
  if (flows.length === 0)
    throw new ProcessRunError(node.id, 'no condition holds and there is no default flow');
  return flows;
}

function holds(run: Run, token: Token, flow: Flow): boolean {
  return flow.condition !== undefined && evaluate(run, token, flow.condition) === true;
}

/**
 * Takes one token from each incoming flow of a parallel join once all have one (BPMN 2.0 §13.4.1);
 * the arriving token stands for them all. Answers false while it has to wait.
 */
export function joinParallel(run: Run, token: Token, node: GatewayNode): boolean {
  const arrived = firstByFlow(run, token.scope, node.id);
  if (arrived.size < node.incoming.length) return false;
  merge(run, token, arrived);
  return true;
}

function firstByFlow(run: Run, scope: number, at: string): Map<string, Token> {
  const arrived = new Map<string, Token>();
  for (const token of run.tokens.values()) {
    const via = token.scope === scope && token.at === at ? token.via : undefined;
    if (via !== undefined && !arrived.has(via)) arrived.set(via, token);
  }
  return arrived;
}

function merge(run: Run, token: Token, arrived: ReadonlyMap<string, Token>): void {
  for (const other of arrived.values()) if (other !== token) dropToken(run, other);
}

/**
 * Finds an inclusive join that need not wait any longer, once nothing else moves, merges what came and
 * answers the token that goes on (BPMN 2.0 §13.4.3).
 */
export function findInclusiveJoin(run: Run): Token | undefined {
  const tried = new Set<string>();
  for (const token of run.tokens.values()) {
    const node = nodeOf(run, token);
    if (node.kind !== 'inclusive' || !isJoin(node) || !node.reach) continue;
    const key = `${token.scope} ${node.id}`;
    if (tried.has(key)) continue;
    tried.add(key);
    const arrived = firstByFlow(run, token.scope, node.id);
    if (mustWait(run, token.scope, node, arrived)) continue;
    const [first] = arrived.values();
    if (first) merge(run, first, arrived);
    return first;
  }
  return undefined;
}

/** True while a token elsewhere can come by an empty flow and could not come by a filled one instead. */
function mustWait(run: Run, scope: number, node: GatewayNode, arrived: ReadonlyMap<string, Token>): boolean {
  const reaches = [...(node.reach ?? [])];
  const empty = reaches.filter(([flow]) => !arrived.has(flow));
  const filled = reaches.filter(([flow]) => arrived.has(flow));
  if (empty.length === 0) return false;
  for (const token of run.tokens.values()) {
    if (token.scope !== scope || token.at === node.id) continue;
    const { at } = token;
    if (empty.some(([, from]) => from.has(at)) && !filled.some(([, from]) => from.has(at))) return true;
  }
  return false;
}

/** The events among which an event-based gateway waits. */
export function targetsOf(run: Run, token: Token, node: GatewayNode): ProcessNode[] {
  return node.outgoing.map((flow) => getNode(run, token.scope, flow.target));
}
