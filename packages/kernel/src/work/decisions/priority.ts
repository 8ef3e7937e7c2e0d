import {
  compileExpression,
  equals,
  FeelSyntaxError,
  rootEnv,
  type FeelType,
  type FeelValue,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, textOf, type Compilation } from './compilation.ts';
import type { Match } from './table.ts';

/** Orders matches by the output values of their columns, the first column weighing most (DMN 1.5 §8.2.10). */
export type Order = (a: Match, b: Match) => number;

export function priorityOf(
  columns: readonly DmnElement[],
  types: readonly FeelType[],
  compilation: Compilation,
): Order {
  const lists = columns.map((column, index) => valuesOf(column, types[index], compilation));
  const rank = (match: Match, column: number): number => {
    const value = match.outputs[column] ?? null;
    const at = lists[column]?.findIndex((each) => equals(each, value) === true) ?? -1;
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return (a, b) => {
    for (const column of lists.keys()) {
      const order = rank(a, column) - rank(b, column);
      if (order !== 0) return order;
    }
    return 0;
  };
}

export function equalOutputs(a: Match, b: Match): boolean {
  return a.outputs.every((value, index) => equals(value, b.outputs[index] ?? null) === true);
}

/** The values of a column, highest first: its own, else the allowed ones of its type. */
function valuesOf(column: DmnElement, type: FeelType | undefined, compilation: Compilation): FeelValue[] {
  const own = childOf(column, 'outputValues');
  const text = (own && textOf(own, 'text')) || (type?.kind === 'limited' ? type.source : '');
  if (text === '') return [];
  try {
    const list = compileExpression(`[${text}]`, { names: compilation.names, types: compilation.types }).run(
      rootEnv({ values: new Map(), outer: null }, { now: undefined, warnings: undefined }),
    );
    return Array.isArray(list) ? list : [];
  } catch (error) {
    // Tests that are not a list of values, such as `> 0`, give no order.
    if (error instanceof FeelSyntaxError) return [];
    throw error;
  }
}
