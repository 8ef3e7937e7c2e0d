import { type TypeLookup } from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childrenOf, nameOf, textOf, type Compilation } from './compilation.ts';
import { checkTypes, createTypes } from './item-types.ts';
import { buildNodes } from './graph.ts';
import type { DecisionModel } from './model.ts';
import { collectNames } from './names.ts';
import type { CompiledModel, Node } from './nodes.ts';
import { parseDmn } from './parse.ts';
import { createProblems, DecisionImportError, type Problems } from './problems.ts';

const compiled = new WeakMap<DecisionModel, CompiledModel>();

/** What `readDecisions` made of a model. */
export function compiledOf(model: DecisionModel): CompiledModel {
  const found = compiled.get(model);
  if (!found) throw new TypeError('not a model that readDecisions made');
  return found;
}

/**
 * Reads a DMN file of version 1.2 to 1.5 and compiles it; `imports` are models that it imports, found by
 * namespace. Throws a `DecisionImportError` that lists every element that cannot be used.
 */
export async function readDecisions(
  xml: string,
  imports: readonly DecisionModel[] = [],
): Promise<DecisionModel> {
  const { model, problems } = await readLeniently(xml, imports);
  if (!model || problems.length > 0) throw new DecisionImportError(problems);
  return model;
}

/** The same, but what cannot be used is null when evaluated, as a decision may be that nobody asks for. */
export async function readLeniently(
  xml: string,
  imports: readonly DecisionModel[] = [],
): Promise<{ model: DecisionModel | undefined; problems: Problems['list'] }> {
  const problems = createProblems();
  const root = await parseDmn(xml, problems);
  if (!root) return { model: undefined, problems: problems.list };
  const result = compileModel(root, imports, problems);
  const decisions = [...result.nodes.values()].filter(isDecisionOf(result));
  const model: DecisionModel = {
    namespace: result.namespace,
    name: result.name,
    decisions: decisions.map(({ id, name }) => ({ id, name })),
  };
  compiled.set(model, result);
  return { model, problems: problems.list };
}

function isDecisionOf(model: CompiledModel): (node: Node) => boolean {
  return (node) => node.kind === 'decision' && model.nodes.get(node.id) === node;
}

/** A model that the file imports, under the name by which expressions read it. */
export interface Imported {
  readonly name: string;
  readonly model: CompiledModel;
}

function compileModel(root: DmnElement, models: readonly DecisionModel[], problems: Problems): CompiledModel {
  const imported = resolveImports(root, models, problems);
  const names = collectNames(root);
  for (const { model } of imported) for (const name of model.names) names.add(name);
  const definitions = childrenOf(root, 'itemDefinition');
  const importedTypes = new Map(imported.map(({ name, model }): [string, TypeLookup] => [name, model.types]));
  const compilation: Compilation = {
    problems,
    names,
    reads: new Set(),
    types: createTypes(definitions, importedTypes, () => compilation),
  };
  checkTypes(definitions, compilation.types);
  const namespace = textOf(root, 'namespace');
  const { nodes, services } = buildNodes(root, namespace, imported, compilation);
  return {
    namespace,
    name: nameOf(root),
    nodes,
    services,
    types: compilation.types,
    names,
    importNames: imported.map(({ name }) => name).filter((name) => name !== ''),
  };
}

function resolveImports(root: DmnElement, models: readonly DecisionModel[], problems: Problems): Imported[] {
  return childrenOf(root, 'import').flatMap((element): Imported[] => {
    const type = textOf(element, 'importType');
    // Other documents, such as a PMML model, cannot be evaluated here.
    if (!/\/spec\/DMN\//.test(type)) {
      problems.add(element, 'unsupported', `importType="${type}"`);
      return [];
    }
    const namespace = textOf(element, 'namespace');
    const model = models.find((each) => each.namespace === namespace);
    if (!model) {
      problems.add(element, 'unknownImport', namespace);
      return [];
    }
    return [{ name: nameOf(element), model: compiledOf(model) }];
  });
}
