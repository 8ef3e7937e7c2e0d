import type { ModdleElement } from 'bpmn-moddle';
import type { Expressions, ProcessNode } from './model.ts';
import type { Problems } from './problems.ts';

/** What the parts of the compiler share while they read one process. */
export interface Compilation {
  readonly expressions: Expressions;
  readonly problems: Problems;
  /** Prefixes declared on the root element. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly nodes: Map<string, ProcessNode>;
  /** The XML element behind each node and flow. */
  readonly sources: Map<string, ModdleElement>;
}
