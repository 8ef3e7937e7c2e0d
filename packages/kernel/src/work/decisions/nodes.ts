import type { FeelFunction, FeelType, FeelValue, TypeLookup } from '@quancheng/engines/feel';
import type { Session } from './session.ts';

/** Elements of a compiled model. */
export interface InputNode {
  readonly kind: 'input';
  readonly id: string;
  readonly name: string;
  readonly type: FeelType;
}

export interface DecisionNode {
  readonly kind: 'decision';
  readonly id: string;
  readonly name: string;
  readonly type: FeelType;
  readonly decide: (session: Session) => FeelValue;
  /** Root names that its expressions read. */
  readonly reads: ReadonlySet<string>;
  /** The names, and those that the required decisions among them read in turn. */
  readonly rootsOf: (names: readonly string[]) => readonly string[];
}

/** A business knowledge model or a decision service, as the function that it is to those that require it. */
interface FunctionNode {
  readonly kind: 'function';
  readonly id: string;
  readonly name: string;
  readonly call: FeelFunction;
}

export interface ServiceNode extends FunctionNode {
  readonly inputs: readonly InputNode[];
  readonly inputDecisions: readonly DecisionNode[];
  readonly outputs: readonly DecisionNode[];
  readonly result: FeelType;
}

export type Node = InputNode | DecisionNode | FunctionNode;

/** What another model may read of one that it imports, and what is evaluated. */
export interface CompiledModel {
  readonly namespace: string;
  readonly name: string;
  /** By id. */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly services: readonly ServiceNode[];
  readonly types: TypeLookup;
  /** Every name that an expression of it or of what imports it may contain. */
  readonly names: ReadonlySet<string>;
  /** Names under which it imports others. */
  readonly importNames: readonly string[];
}
