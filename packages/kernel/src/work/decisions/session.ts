import type { Evaluation, FeelValue } from '@quancheng/engines/feel';
import type { FiredRule } from './model.ts';
import type { DecisionNode, InputNode } from './nodes.ts';

/** One evaluation: the inputs, what is already decided, and what there is to tell afterwards. */
export class Session implements Evaluation {
  readonly now: Date | undefined;
  readonly warnings: string[];
  readonly fired: FiredRule[];
  /** The decision being made. */
  decision: DecisionNode | null = null;
  readonly #readInput: (input: InputNode) => FeelValue;
  readonly #inputs = new Map<InputNode, FeelValue>();
  readonly #results: Map<DecisionNode, FeelValue>;

  constructor(
    readInput: (input: InputNode) => FeelValue,
    shared: { now: Date | undefined; warnings: string[]; fired: FiredRule[] },
    results: Map<DecisionNode, FeelValue> = new Map(),
  ) {
    this.#readInput = readInput;
    this.#results = results;
    this.now = shared.now;
    this.warnings = shared.warnings;
    this.fired = shared.fired;
  }

  inputOf(input: InputNode): FeelValue {
    const known = this.#inputs.get(input);
    if (known !== undefined) return known;
    const value = this.#readInput(input);
    this.#inputs.set(input, value);
    return value;
  }

  /** The result of a decision, made once. */
  resultOf(decision: DecisionNode): FeelValue {
    const known = this.#results.get(decision);
    if (known !== undefined) return known;
    const before = this.decision;
    this.decision = decision;
    const value = decision.decide(this);
    this.decision = before;
    this.#results.set(decision, value);
    return value;
  }
}
