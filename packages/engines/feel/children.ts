import type { Node, Test } from './ast.ts';

/** Whether an expression has a name anywhere in it. */
export function readsName(node: Node, name: string): boolean {
  return (
    (node.kind === 'name' && node.name === name) || childrenOf(node).some((child) => readsName(child, name))
  );
}

/** The nodes directly within a node. */
function childrenOf(node: Node): Node[] {
  switch (node.kind) {
    case 'path':
      return [node.base];
    case 'binary':
    case 'compare':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'negate':
    case 'instance':
      return [node.value];
    case 'between':
      return [node.value, node.low, node.high];
    case 'in':
      return [node.value, ...ofTests(node.tests)];
    case 'if':
      return [node.test, node.yes, node.no];
    case 'for':
    case 'some':
    case 'every':
      return [...node.iterators.flatMap(({ from, to }) => present([from, to])), node.body];
    case 'list':
      return node.items;
    case 'context':
      return node.entries.map(({ value }) => value);
    case 'range':
      return present([node.start, node.end]);
    case 'filter':
      return [node.base, node.test];
    case 'call':
      return [node.callee, ...node.args];
    case 'function':
      return [node.body];
    default:
      return [];
  }
}

function present(nodes: readonly (Node | null | undefined)[]): Node[] {
  return nodes.filter((each) => each !== null && each !== undefined);
}

function ofTests(tests: readonly Test[]): Node[] {
  return tests.flatMap((test) => (test.kind === 'any' ? [] : [test.value]));
}
