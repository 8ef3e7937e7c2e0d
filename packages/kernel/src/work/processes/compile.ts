import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import { checkScope } from './compile-checks.ts';
import { compileActivity } from './compile-activities.ts';
import { compileEvent } from './compile-events.ts';
import { compileCondition } from './expressions.ts';
import { attempt, checkExtensions, readMappings, readProperties, textOf } from './extensions.ts';
import type { Flow, GatewayNode, NodeBase, ProcessDefinition, ProcessNode, StartNode } from './model.ts';
import { elementWord } from './names.ts';
import { reachOf } from './reach.ts';

const gateways = {
  'bpmn:ExclusiveGateway': 'exclusive',
  'bpmn:ParallelGateway': 'parallel',
  'bpmn:InclusiveGateway': 'inclusive',
  'bpmn:EventBasedGateway': 'eventBased',
} as const satisfies Record<string, GatewayNode['kind']>;

/** Elements of a diagram that say something to its reader and nothing to the engine. */
const silent = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

/** Compiles a process and everything within it; what cannot run is added to the problems. */
export function compileProcess(compilation: Compilation, process: ModdleElement): ProcessDefinition {
  const { problems } = compilation;
  checkExtensions(compilation, process);
  compileScope(compilation, process, null);
  const nodes = compilation.nodes;
  const starts = [...nodes.values()].filter(
    (node): node is StartNode => node.kind === 'start' && node.parent === null,
  );
  if (starts.length === 0)
    problems.add(process, 'missing', { zh: '可用的开始事件', en: 'usable start event' });
  checkStarts(compilation, starts);
  return {
    id: process.id ?? '',
    name: process.name ?? process.id ?? '',
    properties: readProperties(process),
    nodes,
    starts,
  };
}

/** At most one start of a kind: none, and one for each message. */
function checkStarts({ problems, sources }: Compilation, starts: readonly StartNode[]): void {
  const seen = new Set<string>();
  for (const start of starts) {
    if (start.timer) continue;
    const key = start.message?.name ?? '';
    const source = sources.get(start.id);
    if (seen.has(key) && source) problems.add(source, 'duplicateStart');
    seen.add(key);
  }
}

/** What the elements of one scope need to know of each other. */
interface Surroundings {
  readonly parent: string | null;
  readonly flows: readonly Flow[];
  readonly incoming: ReadonlyMap<string, Flow[]>;
  readonly outgoing: ReadonlyMap<string, Flow[]>;
  readonly boundaries: ReadonlyMap<string, string[]>;
}

function compileScope(compilation: Compilation, container: ModdleElement, parent: string | null): void {
  const elements = (container.get('flowElements') as ModdleElement[] | undefined) ?? [];
  const flows = compileFlows(compilation, elements);
  const boundaries = new Map<string, string[]>();
  for (const element of elements) {
    const host =
      element.$type === 'bpmn:BoundaryEvent' && (element.get('attachedToRef') as ModdleElement | undefined);
    if (host && host.id) boundaries.set(host.id, [...(boundaries.get(host.id) ?? []), element.id ?? '']);
  }
  const around: Surroundings = {
    parent,
    flows,
    boundaries,
    incoming: Map.groupBy(flows, (flow) => flow.target),
    outgoing: Map.groupBy(flows, (flow) => flow.source),
  };
  const present: string[] = [];
  for (const element of elements) {
    if (element.$type === 'bpmn:SequenceFlow' || silent.has(element.$type)) continue;
    const id = element.id;
    if (!id) {
      compilation.problems.add(element, 'missing', 'id');
      continue;
    }
    present.push(id);
    compilation.sources.set(id, element);
    const node = compileNode(compilation, element, around);
    if (node) compilation.nodes.set(id, node);
  }
  checkScope(compilation, container, present, flows, boundaries);
}

function compileFlows(compilation: Compilation, elements: readonly ModdleElement[]): Flow[] {
  const { problems, expressions } = compilation;
  const here = new Set(
    elements.filter((element) => element.$type !== 'bpmn:SequenceFlow').map(({ id }) => id),
  );
  return elements.flatMap((element) => {
    if (element.$type !== 'bpmn:SequenceFlow') return [];
    const id = element.id ?? '';
    compilation.sources.set(id, element);
    const source = (element.get('sourceRef') as ModdleElement | undefined)?.id;
    const target = (element.get('targetRef') as ModdleElement | undefined)?.id;
    if (!source || !here.has(source)) problems.add(element, 'danglingFlow', { zh: '起点', en: 'source' });
    if (!target || !here.has(target)) problems.add(element, 'danglingFlow', { zh: '终点', en: 'target' });
    if (!source || !target || !here.has(source) || !here.has(target)) return [];
    const expression = element.get('conditionExpression') as ModdleElement | undefined;
    const text = textOf(expression, 'body');
    if (expression && !text)
      problems.add(element, 'missing', { zh: '条件内容', en: 'text in its condition' });
    const language = textOf(expression, 'language');
    if (language && !/feel/i.test(language)) problems.add(element, 'unsupported', `language ${language}`);
    if (!text) return [{ id, source, target }];
    const condition = attempt(compilation, element, text, () => compileCondition(text, expressions));
    return [{ id, source, target, condition }];
  });
}

function compileNode(
  compilation: Compilation,
  element: ModdleElement,
  around: Surroundings,
): ProcessNode | undefined {
  checkExtensions(compilation, element);
  const base = baseOf(compilation, element, around);
  const type = element.$type;
  if (type in gateways) return compileGateway(compilation, element, base, around);
  if (type.endsWith('Event')) return compileEvent(compilation, element, base);
  const start = type === 'bpmn:SubProcess' ? compileSubprocess(compilation, element) : undefined;
  const boundaries = around.boundaries.get(base.id) ?? [];
  if (element.$instanceOf('bpmn:Activity') && elementWord(type) === type) {
    return compileActivity(compilation, element, base, boundaries, start);
  }
  compilation.problems.add(element, 'unsupported', elementWord(type));
  return undefined;
}

function baseOf(compilation: Compilation, element: ModdleElement, around: Surroundings): NodeBase {
  const id = element.id ?? '';
  const defaultFlow = (element.get('default') as ModdleElement | undefined)?.id;
  return {
    id,
    name: element.name ?? '',
    type: element.$type,
    parent: around.parent,
    properties: readProperties(element),
    incoming: around.incoming.get(id) ?? [],
    outgoing: around.outgoing.get(id) ?? [],
    outputs: readMappings(compilation, element, 'outputParameters'),
    ...(defaultFlow ? { defaultFlow } : {}),
  };
}

function compileGateway(
  { problems }: Compilation,
  element: ModdleElement,
  base: NodeBase,
  around: Surroundings,
): GatewayNode {
  const kind = gateways[element.$type as keyof typeof gateways];
  if (
    kind === 'eventBased' &&
    (element.get('instantiate') || element.get('eventGatewayType') === 'Parallel')
  ) {
    problems.add(element, 'unsupported', {
      zh: '启动流程的事件网关',
      en: 'an event-based gateway that starts a process',
    });
  }
  const joins = kind === 'inclusive' && base.incoming.length > 1;
  return { ...base, kind, ...(joins ? { reach: reachOf(base, around.flows, around.boundaries) } : {}) };
}

/** Compiles what is inside and answers its start event. */
function compileSubprocess(compilation: Compilation, element: ModdleElement): string | undefined {
  const { problems, nodes } = compilation;
  if (element.get('triggeredByEvent')) {
    problems.add(element, 'unsupported', { zh: '事件子流程', en: 'an event subprocess' });
    return undefined;
  }
  compileScope(compilation, element, element.id ?? '');
  const starts = [...nodes.values()].filter((node) => node.kind === 'start' && node.parent === element.id);
  if (starts.length !== 1) {
    problems.add(element, 'starts', { zh: `现有 ${starts.length} 个`, en: `there are ${starts.length}` });
  }
  return starts[0]?.id;
}
