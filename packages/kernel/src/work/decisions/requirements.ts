import { setEntry, type FeelContext, type FeelValue, type Variables } from '@quancheng/engines/feel';
import type { DecisionNode, Node } from './nodes.ts';
import type { Session } from './session.ts';

/** Something that an element requires; what another model holds is read through the name of the import. */
export interface Requirement {
  readonly node: Node;
  readonly importName: string | null;
}

/**
 * The variables that an element sees: what it requires and nothing else (DMN 1.5 §10.4). Without a session
 * only functions have values.
 */
export function createScope(requirements: readonly Requirement[]): (session: Session | null) => Variables {
  const own = requirements.filter(({ importName }) => importName === null || importName === '');
  const foreign = requirements.filter(({ importName }) => importName !== null && importName !== '');
  const byImport = Map.groupBy(foreign, ({ importName }) => importName ?? '');
  return (session) => {
    const values = new Map<string, FeelValue>();
    for (const { node } of own) values.set(node.name, valueOf(node, session));
    for (const [name, group] of byImport) {
      const context: FeelContext = {};
      for (const { node } of group) setEntry(context, node.name, valueOf(node, session));
      values.set(name, context);
    }
    return { values, outer: null };
  };
}

function valueOf(node: Node, session: Session | null): FeelValue {
  if (node.kind === 'function') return node.call;
  if (!session) return null;
  return node.kind === 'input' ? session.inputOf(node) : session.resultOf(node);
}

/** Follows names of required decisions to what these read; the answer for a list of names is kept. */
export function createRoots(required: ReadonlyMap<string, DecisionNode>): DecisionNode['rootsOf'] {
  const known = new WeakMap<readonly string[], readonly string[]>();
  return (names) => {
    const kept = known.get(names);
    if (kept) return kept;
    const roots = new Set(names);
    for (const name of names) {
      const decision = required.get(name);
      if (decision) for (const root of decision.rootsOf([...decision.reads])) roots.add(root);
    }
    const answer = [...roots];
    known.set(names, answer);
    return answer;
  };
}
