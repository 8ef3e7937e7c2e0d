import { rootEnv, type FeelType, type Variables } from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, fitted, nameOf, textOf, typeOf, type Compilation } from './compilation.ts';
import { compileLogic, nothing } from './compile.ts';
import { findCycle } from './cycles.ts';
import { compileFunctionBody } from './functions.ts';
import type { DecisionNode, InputNode, Node, ServiceNode } from './nodes.ts';
import type { Imported } from './read.ts';
import { createRoots, createScope, type Requirement } from './requirements.ts';
import { makeService } from './services.ts';
import type { Session } from './session.ts';

interface Graph {
  readonly nodes: Map<string, Node>;
  readonly services: ServiceNode[];
}

interface Building extends Graph {
  readonly namespace: string;
  readonly imported: readonly Imported[];
  readonly compilation: Compilation;
  /** Ids that an element requires, to find circles. */
  readonly requires: Map<string, string[]>;
}

/** Compiles the elements of the decision requirements graph (DMN 1.5 §6.3). */
export function buildNodes(
  root: DmnElement,
  namespace: string,
  imported: readonly Imported[],
  compilation: Compilation,
): Graph {
  const building: Building = {
    nodes: new Map(),
    services: [],
    namespace,
    imported,
    compilation,
    requires: new Map(),
  };
  const elements = childrenOf(root, 'drgElement').filter((element) => element.id !== undefined);
  // Later elements may be required by earlier ones, so scopes are filled in when all nodes are there.
  const later = elements.map((element) => addNode(element, building));
  for (const finish of later) finish();
  const circle = findCycle(building.requires);
  if (circle !== undefined) {
    const element = elements.find(({ id }) => id === circle);
    compilation.problems.add(element ?? {}, 'circular', nameOf(element));
  }
  return building;
}

/** Adds an element and answers what is to be done when all are added. */
function addNode(element: DmnElement, building: Building): () => void {
  switch (element.$type) {
    case 'dmn:InputData':
      return addInput(element, building);
    case 'dmn:Decision':
      return addDecision(element, building);
    case 'dmn:BusinessKnowledgeModel':
      return addKnowledge(element, building);
    case 'dmn:DecisionService':
      return addService(element, building);
    default:
      return () => undefined; // sources of knowledge say where rules come from; they are not evaluated
  }
}

function addInput(element: DmnElement, { nodes, compilation }: Building): () => void {
  const variable = childOf(element, 'variable');
  const node: InputNode = {
    kind: 'input',
    id: element.id ?? '',
    name: nameOf(variable) || nameOf(element),
    type: typeOf(variable, compilation),
  };
  nodes.set(node.id, node);
  return () => undefined;
}

function addDecision(element: DmnElement, building: Building): () => void {
  const { nodes, compilation } = building;
  const variable = childOf(element, 'variable');
  const name = nameOf(variable) || nameOf(element);
  const type = typeOf(variable, compilation);
  const logic = childOf(element, 'decisionLogic');
  const own = { ...compilation, reads: new Set<string>() };
  const run = logic ? fitted(compileLogic(logic, name, own), type, `the result of ${name}`) : nothing;
  const required = new Map<string, DecisionNode>();
  let scope: (session: Session) => Variables = createScope([]);
  const node: DecisionNode = {
    kind: 'decision',
    id: element.id ?? '',
    name,
    type,
    decide: (session) => run(rootEnv(scope(session), session)),
    reads: own.reads,
    rootsOf: createRoots(required),
  };
  nodes.set(node.id, node);
  return () => {
    const requirements = requirementsOf(element, building);
    scope = createScope(requirements);
    for (const { node: other } of requirements)
      if (other.kind === 'decision') required.set(other.name, other);
    const seen = new Set(requirements.map(({ node: other, importName }) => importName || other.name));
    for (const read of own.reads) if (!seen.has(read)) own.reads.delete(read);
  };
}

function addKnowledge(element: DmnElement, building: Building): () => void {
  const { nodes, compilation } = building;
  const name = nameOf(element);
  const logic = childOf(element, 'encapsulatedLogic');
  let variables: Variables = { values: new Map(), outer: null };
  if (!logic) compilation.problems.add(element, 'missing', 'encapsulatedLogic');
  const build = logic && compileFunctionBody(logic, name, resultOf(element, compilation), compilation);
  if (build)
    nodes.set(element.id ?? '', {
      kind: 'function',
      id: element.id ?? '',
      name,
      call: build(() => variables),
    });
  return () => {
    variables = createScope(requirementsOf(element, building))(null);
  };
}

/** What a function of the model gives: its variable has the type of the function, or, as many write, of the result. */
function resultOf(element: DmnElement, compilation: Compilation): FeelType {
  const type = typeOf(childOf(element, 'variable'), compilation);
  return type.kind === 'function' ? type.result : type;
}

function addService(element: DmnElement, building: Building): () => void {
  const inputs: InputNode[] = [];
  const inputDecisions: DecisionNode[] = [];
  const outputs: DecisionNode[] = [];
  const node = makeService({
    id: element.id ?? '',
    name: nameOf(element),
    inputs,
    inputDecisions,
    outputs,
    result: resultOf(element, building.compilation),
  });
  building.nodes.set(node.id, node);
  building.services.push(node);
  return () => {
    inputs.push(...referred(element, 'inputData', building).filter(isInput));
    inputDecisions.push(...referred(element, 'inputDecision', building).filter(isDecision));
    outputs.push(...referred(element, 'outputDecision', building).filter(isDecision));
    if (outputs.length === 0) building.compilation.problems.add(element, 'missing', 'outputDecision');
  };
}

const isInput = (node: Node): node is InputNode => node.kind === 'input';
const isDecision = (node: Node): node is DecisionNode => node.kind === 'decision';

function referred(element: DmnElement, name: string, building: Building): Node[] {
  return childrenOf(element, name).flatMap((reference) => {
    const found = findReferred(reference, element, building);
    return found ? [found.node] : [];
  });
}

function requirementsOf(element: DmnElement, building: Building): Requirement[] {
  const references = [
    ...childrenOf(element, 'informationRequirement').flatMap((each) => [
      childOf(each, 'requiredDecision'),
      childOf(each, 'requiredInput'),
    ]),
    ...childrenOf(element, 'knowledgeRequirement').map((each) => childOf(each, 'requiredKnowledge')),
  ];
  const found = references.flatMap((reference) => {
    const requirement = reference && findReferred(reference, element, building);
    return requirement ? [requirement] : [];
  });
  const own = found.filter(({ importName }) => importName === null).map(({ node }) => node.id);
  building.requires.set(element.id ?? '', own);
  return found;
}

/** `#id`, or `namespace#id` of this model or an imported one. */
function findReferred(
  reference: DmnElement,
  element: DmnElement,
  building: Building,
): Requirement | undefined {
  const href = textOf(reference, 'href');
  const at = href.lastIndexOf('#');
  const namespace = at < 0 ? '' : href.slice(0, at);
  const id = href.slice(at + 1);
  if (namespace === '' || namespace === building.namespace) {
    const node = building.nodes.get(id);
    if (node) return { node, importName: null };
  }
  const source = building.imported.find(({ model }) => model.namespace === namespace);
  const node = source?.model.nodes.get(id);
  if (source && node) return { node, importName: source.name };
  building.compilation.problems.add(element, 'danglingReference', href);
  return undefined;
}
