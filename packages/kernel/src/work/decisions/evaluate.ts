import { toFeel, toJson, withinStack, type FeelValue } from '@quancheng/engines/feel';
import { fit } from './compilation.ts';
import { decisionErrors } from './errors.ts';
import type { DecisionAnswer, DecisionModel, FiredRule } from './model.ts';
import type { CompiledModel, DecisionNode, InputNode, Node } from './nodes.ts';
import { compiledOf } from './read.ts';
import { fromJson } from './read-value.ts';
import { runService } from './services.ts';
import { Session } from './session.ts';

type Given = Readonly<Record<string, unknown>>;

/**
 * Makes a decision, named by id or name, from variables in JSON. Errors: `decision.unknown-decision`; what
 * goes wrong within is null with a warning.
 */
export function evaluateDecision(
  model: DecisionModel,
  decision: string,
  variables: Given,
  now?: Date,
): DecisionAnswer {
  return asJson(decide(model, decision, variables, now));
}

/** What `evaluateDecision` answers, with the result as a value of FEEL. */
export interface RawAnswer extends Omit<DecisionAnswer, 'value'> {
  readonly value: FeelValue;
}

export function decide(model: DecisionModel, decision: string, variables: Given, now?: Date): RawAnswer {
  const compiled = compiledOf(model);
  const node = findNode(compiled, decision, 'decision');
  if (node?.kind !== 'decision') throw decisionErrors.unknownDecision({ decision });
  return answer(now, (shared) => {
    const session = new Session((input) => inputFrom(variables, input, compiled, shared), shared);
    return session.resultOf(node);
  });
}

/** Calls a business knowledge model with named arguments. */
export function callKnowledge(model: DecisionModel, name: string, args: Given): RawAnswer {
  const node = findNode(compiledOf(model), name, 'function');
  if (node?.kind !== 'function') throw decisionErrors.unknownDecision({ decision: name });
  return answer(undefined, (shared) => {
    const values = Object.values(args).map(toFeel);
    return node.call.callNamed(Object.keys(args), values, new Session(() => null, shared));
  });
}

/** Runs a decision service on its inputs and on results of the decisions that it is given. */
export function evaluateService(
  model: DecisionModel,
  service: string,
  variables: Given,
  now?: Date,
): DecisionAnswer {
  return asJson(runDecisionService(model, service, variables, now));
}

export function runDecisionService(
  model: DecisionModel,
  service: string,
  variables: Given,
  now?: Date,
): RawAnswer {
  const compiled = compiledOf(model);
  const node = compiled.services.find(({ id, name }) => id === service || name === service);
  if (!node) throw decisionErrors.unknownDecision({ decision: service });
  return answer(now, (shared) => {
    const given = new Map<InputNode | DecisionNode, FeelValue>();
    for (const input of [...node.inputs, ...node.inputDecisions]) {
      given.set(input, inputFrom(variables, input, compiled, shared));
    }
    return runService(node, given, new Session(() => null, shared));
  });
}

interface Shared {
  readonly now: Date | undefined;
  readonly warnings: string[];
  readonly fired: FiredRule[];
}

function answer(now: Date | undefined, run: (shared: Shared) => FeelValue): RawAnswer {
  const shared: Shared = { now, warnings: [], fired: [] };
  const value = withinStack(shared, () => run(shared));
  return { value, fired: shared.fired, warnings: shared.warnings };
}

function asJson({ value, fired, warnings }: RawAnswer): DecisionAnswer {
  return { value: toJson(value), fired, warnings };
}

function findNode(model: CompiledModel, name: string, kind: Node['kind']): Node | undefined {
  const byId = model.nodes.get(name);
  if (byId?.kind === kind) return byId;
  return [...model.nodes.values()].find((node) => node.kind === kind && node.name === name);
}

/** A variable by its name, or by its name within one that is called as an import. */
function inputFrom(
  variables: Given,
  input: InputNode | DecisionNode,
  model: CompiledModel,
  shared: Shared,
): FeelValue {
  const raw = findRaw(variables, input.name, model);
  return fit(fromJson(raw, input.type), input.type, `the input "${input.name}"`, { evaluation: shared });
}

function findRaw(variables: Given, name: string, model: CompiledModel): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  for (const importName of model.importNames) {
    const group = Object.hasOwn(variables, importName) ? variables[importName] : undefined;
    if (typeof group === 'object' && group !== null && Object.hasOwn(group, name)) {
      return (group as Readonly<Record<string, unknown>>)[name];
    }
  }
  return null;
}
