import type { Flow, NodeBase } from './model.ts';

/**
 * For each incoming flow of an inclusive join, the elements from which a token can still come by it
 * without passing the join itself (BPMN 2.0 §13.4.3). A token on an activity may leave by a boundary event.
 */
export function reachOf(
  gateway: Pick<NodeBase, 'id' | 'incoming'>,
  flows: readonly Flow[],
  boundaries: ReadonlyMap<string, readonly string[]>,
): Map<string, Set<string>> {
  const before = predecessors(flows, boundaries);
  return new Map(
    gateway.incoming.map((flow) => [flow.id, ancestors(flow.source, gateway.id, before)] as const),
  );
}

function ancestors(
  from: string,
  without: string,
  before: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === without || found.has(id)) continue;
    found.add(id);
    open.push(...(before.get(id) ?? []));
  }
  return found;
}

function predecessors(
  flows: readonly Flow[],
  boundaries: ReadonlyMap<string, readonly string[]>,
): Map<string, string[]> {
  const before = new Map<string, string[]>();
  const add = (to: string, from: string): void => void before.set(to, [...(before.get(to) ?? []), from]);
  for (const flow of flows) add(flow.target, flow.source);
  for (const [host, events] of boundaries) for (const event of events) add(event, host);
  return before;
}
