import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import type { Flow, ProcessNode } from './model.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

/** Checks how the elements of one scope hang together; `present` are all of them, also those refused already. */
export function checkScope(
  compilation: Compilation,
  container: ModdleElement,
  present: readonly string[],
  flows: readonly Flow[],
  boundaries: Graph,
): void {
  const scope = present.map((id) => ({
    id,
    source: compilation.sources.get(id),
    node: compilation.nodes.get(id),
  }));
  if (scope.length === 0) {
    compilation.problems.add(container, 'missing', { zh: '元素', en: 'elements' });
    return;
  }
  for (const { source, node } of scope) {
    if (source && node) checkNode(compilation, source, node);
  }
  for (const [host, events] of boundaries) checkHost(compilation, host, events, present);
  const edges = edgesOf(flows, boundaries);
  const starts = scope.filter(({ source }) => source?.$type === 'bpmn:StartEvent').map(({ id }) => id);
  const ends = scope.filter(({ source }) => source?.$type === 'bpmn:EndEvent').map(({ id }) => id);
  const reached = spread(starts, edges);
  const leaving = spread(ends, reversed(edges));
  for (const { id, source } of scope) {
    if (!source) continue;
    if (!reached.has(id)) compilation.problems.add(source, 'unreachable');
    const stuck = source.$type !== 'bpmn:EndEvent' && !flows.some((flow) => flow.source === id);
    if (stuck || !leaving.has(id)) compilation.problems.add(source, 'noWayOut');
  }
}

function checkHost(
  { problems, sources, nodes }: Compilation,
  host: string,
  events: readonly string[],
  present: readonly string[],
): void {
  if (present.includes(host) && sources.get(host)?.$instanceOf('bpmn:Activity')) return;
  for (const event of events) {
    const source = sources.get(event);
    if (source) problems.add(source, 'danglingReference', host);
    nodes.delete(event);
  }
}

function checkNode(compilation: Compilation, source: ModdleElement, node: ProcessNode): void {
  const { problems } = compilation;
  const noEntry = node.kind === 'start' || node.kind === 'boundary';
  if (noEntry && node.incoming.length > 0)
    problems.add(source, 'flowsHere', { zh: '进线', en: 'incoming flows' });
  if (source.$type === 'bpmn:EndEvent' && node.outgoing.length > 0) {
    problems.add(source, 'flowsHere', { zh: '出线', en: 'outgoing flows' });
  }
  checkConditions(compilation, source, node);
  if (node.kind === 'eventBased') checkEventGateway(compilation, source, node);
  const inputs = source.$type !== 'bpmn:EndEvent' || node.kind === 'service';
  if (!('inputs' in node) && inputs && hasInputs(source)) {
    problems.add(source, 'unsupported', { zh: '此元素上的输入映射', en: 'an input mapping on this element' });
  }
}

function hasInputs(source: ModdleElement): boolean {
  const holder = source.get('extensionElements') as ModdleElement | undefined;
  const values = (holder?.get('values') as ModdleElement[] | undefined) ?? [];
  return values.some(
    (value) =>
      value.$type === 'zeebe:IoMapping' && ((value.get('inputParameters') as unknown[]) ?? []).length > 0,
  );
}

/** Conditions belong to gateways that decide, and to activities with several ways out (BPMN 2.0 §8.4.13). */
function checkConditions({ problems, sources }: Compilation, source: ModdleElement, node: ProcessNode): void {
  const deciding = node.kind === 'exclusive' || node.kind === 'inclusive';
  const mayDecide = node.outgoing.length > 1 && (deciding || 'boundaries' in node);
  if (source.get('default') && !(mayDecide && node.outgoing.some((flow) => flow.id === node.defaultFlow))) {
    problems.add(source, 'wrongDefault');
  }
  for (const flow of node.outgoing) {
    const blamed = sources.get(flow.id);
    const isDefault = flow.id === node.defaultFlow;
    if (!blamed) continue;
    if (flow.condition && (!mayDecide || isDefault)) problems.add(blamed, 'conditionWithoutUse');
    if (!flow.condition && !isDefault && deciding && mayDecide) problems.add(blamed, 'missingCondition');
  }
}

function checkEventGateway(
  { problems, sources }: Compilation,
  source: ModdleElement,
  node: ProcessNode,
): void {
  if (node.outgoing.length < 2) problems.add(source, 'noChoice');
  for (const flow of node.outgoing) {
    const target = sources.get(flow.target);
    const definitions = (target?.get('eventDefinitions') as ModdleElement[] | undefined) ?? [];
    const waits =
      target?.$type === 'bpmn:ReceiveTask'
        ? !target.get('loopCharacteristics')
        : target?.$type === 'bpmn:IntermediateCatchEvent' && definitions.length === 1;
    const entries = ((target?.$parent?.get('flowElements') as ModdleElement[] | undefined) ?? []).filter(
      (element) => element.$type === 'bpmn:SequenceFlow' && element.get('targetRef') === target,
    );
    const hosts = ((target?.$parent?.get('flowElements') as ModdleElement[] | undefined) ?? []).some(
      (element) => element.$type === 'bpmn:BoundaryEvent' && element.get('attachedToRef') === target,
    );
    if (target && (!waits || entries.length !== 1 || hosts)) problems.add(target, 'eventTarget');
  }
}

function edgesOf(flows: readonly Flow[], boundaries: Graph): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const { source, target } of flows) edges.set(source, [...(edges.get(source) ?? []), target]);
  for (const [host, events] of boundaries) edges.set(host, [...(edges.get(host) ?? []), ...events]);
  return edges;
}

function reversed(edges: Graph): Map<string, string[]> {
  const back = new Map<string, string[]>();
  for (const [from, targets] of edges)
    for (const to of targets) back.set(to, [...(back.get(to) ?? []), from]);
  return back;
}

function spread(from: readonly string[], edges: Graph): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(edges.get(id) ?? []));
  }
  return found;
}
