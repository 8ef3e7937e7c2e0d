import { add, compare, type FeelValue } from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { textOf, type Compilation } from './compilation.ts';
import { equalOutputs, type Order } from './priority.ts';
import type { Match } from './table.ts';

/** What a table makes of the rules that match (DMN 1.5 §8.2.10, table 36). */
export interface HitPolicy {
  readonly firstOnly: boolean;
  /** The rules that decide; null where they contradict the policy. */
  readonly choose: (matches: readonly Match[]) => readonly Match[] | null;
  readonly result: (values: FeelValue[]) => FeelValue;
}

const first = (values: FeelValue[]): FeelValue => values[0] ?? null;
const all = (values: FeelValue[]): FeelValue => values;

export function createHitPolicy(
  element: DmnElement,
  order: Order,
  columns: number,
  { problems }: Compilation,
): HitPolicy {
  const name = textOf(element, 'hitPolicy') || 'UNIQUE';
  switch (name) {
    case 'UNIQUE':
      return {
        firstOnly: false,
        choose: (matches) => (matches.length > 1 ? null : matches),
        result: first,
      };
    case 'ANY':
      return { firstOnly: false, choose: (matches) => agreeing(matches), result: first };
    case 'FIRST':
      return { firstOnly: true, choose: (matches) => matches, result: first };
    case 'PRIORITY':
      return {
        firstOnly: false,
        choose: (matches) => matches.toSorted(order).slice(0, 1),
        result: first,
      };
    case 'RULE ORDER':
      return { firstOnly: false, choose: (matches) => matches, result: all };
    case 'OUTPUT ORDER':
      return { firstOnly: false, choose: (matches) => matches.toSorted(order), result: all };
    case 'COLLECT':
      return {
        firstOnly: false,
        choose: (matches) => matches,
        result: aggregate(element, columns, problems),
      };
    default:
      problems.add(element, 'unsupported', `hitPolicy="${name}"`);
      return { firstOnly: true, choose: (matches) => matches, result: first };
  }
}

function agreeing(matches: readonly Match[]): readonly Match[] | null {
  const [one] = matches;
  return one && matches.every((match) => equalOutputs(one, match))
    ? matches
    : matches.length === 0
      ? []
      : null;
}

function aggregate(
  element: DmnElement,
  columns: number,
  problems: Compilation['problems'],
): (values: FeelValue[]) => FeelValue {
  const name = textOf(element, 'aggregation');
  if (name !== '' && columns > 1) problems.add(element, 'unsupported', `aggregation="${name}"`);
  switch (name) {
    case '':
      return all;
    case 'COUNT':
      return (values) => values.length;
    case 'SUM':
      return (values) => (values.length === 0 ? null : values.reduce((sum, value) => add(sum, value)));
    case 'MIN':
      return (values) => extreme(values, -1);
    case 'MAX':
      return (values) => extreme(values, 1);
    default:
      problems.add(element, 'unsupported', `aggregation="${name}"`);
      return all;
  }
}

function extreme(values: readonly FeelValue[], sign: 1 | -1): FeelValue {
  let [best = null] = values;
  for (const value of values.slice(1)) {
    const order = compare(value, best);
    if (order === null) return null;
    if (order * sign > 0) best = value;
  }
  return best;
}
