import type { Node } from './ast.ts';
import { anyType, builtinType, type FeelType } from './types.ts';

/** The type that an expression has whatever its variables are; anything where that is not plain. */
export function inferType(node: Node, variables: ReadonlyMap<string, FeelType>): FeelType {
  switch (node.kind) {
    case 'number':
      return named('number');
    case 'literal':
      return node.value === null ? anyType : named(typeof node.value);
    case 'name':
      return variables.get(node.name) ?? anyType;
    case 'compare':
    case 'and':
    case 'or':
    case 'between':
    case 'in':
    case 'instance':
    case 'some':
    case 'every':
      return named('boolean');
    case 'negate':
      return inferType(node.value, variables);
    case 'binary': {
      const left = inferType(node.left, variables);
      const right = inferType(node.right, variables);
      // Numbers and text stay what they are; sums of dates and durations do not.
      const plain = left.kind === 'simple' && ['number', 'string'].includes(left.name);
      return plain && right.kind === 'simple' && right.name === left.name ? left : anyType;
    }
    default:
      return anyType;
  }
}

function named(name: string): FeelType {
  return builtinType(name) ?? anyType;
}
