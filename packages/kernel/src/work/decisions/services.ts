import {
  makeFunction,
  setEntry,
  type Evaluation,
  type FeelContext,
  type FeelValue,
} from '@quancheng/engines/feel';
import { fit } from './compilation.ts';
import type { DecisionNode, InputNode, ServiceNode } from './nodes.ts';
import { Session } from './session.ts';

/** A decision service (DMN 1.5 §10.4): a function of its inputs, and of the decisions that it is given. */
export function makeService(service: Omit<ServiceNode, 'call' | 'kind'>): ServiceNode {
  const { inputs, inputDecisions } = service;
  const call = (): ServiceNode['call'] =>
    makeFunction(
      service.name,
      [...inputs, ...inputDecisions].map(({ name, type }) => ({ name, type })),
      (args, evaluation) => {
        const given = new Map<InputNode | DecisionNode, FeelValue>();
        for (const [index, node] of [...inputs, ...inputDecisions].entries())
          given.set(node, args[index] ?? null);
        return runService(service, given, evaluation);
      },
      service.result,
    );
  let made: ServiceNode['call'] | undefined;
  return {
    ...service,
    kind: 'function',
    // The inputs are known only when the whole model is read.
    get call() {
      made ??= call();
      return made;
    },
  };
}

/** The result of the one output decision, or a context of the results of several. */
export function runService(
  service: Pick<ServiceNode, 'name' | 'outputs' | 'result'>,
  given: ReadonlyMap<InputNode | DecisionNode, FeelValue>,
  evaluation: Evaluation,
): FeelValue {
  const results = new Map<DecisionNode, FeelValue>();
  for (const [node, value] of given) if (node.kind === 'decision') results.set(node, value);
  const outer = evaluation instanceof Session ? evaluation : undefined;
  const shared = {
    now: evaluation.now,
    warnings: outer?.warnings ?? evaluation.warnings ?? [],
    fired: outer?.fired ?? [],
  };
  const session = new Session((input) => given.get(input) ?? null, shared, results);
  const [only] = service.outputs;
  const what = `the result of ${service.name}`;
  if (only && service.outputs.length === 1)
    return fit(session.resultOf(only), service.result, what, { evaluation });
  const context: FeelContext = {};
  for (const output of service.outputs) setEntry(context, output.name, session.resultOf(output));
  return fit(context, service.result, what, { evaluation });
}
