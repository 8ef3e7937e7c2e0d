import { negate } from './arithmetic.ts';
import type { Node } from './ast.ts';
import { parseTemporal } from './literals.ts';
import { parseNumber } from './numbers.ts';
import type { FeelValue } from './values.ts';

/** The value of a node that reads nothing; `undefined` for others. */
export function constantOf(node: Node): FeelValue | undefined {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'number') return parseNumber(node.text);
  if (node.kind === 'temporal') return parseTemporal(node.text);
  if (node.kind !== 'negate') return undefined;
  const value = constantOf(node.value);
  return value === undefined ? undefined : negate(value);
}
