import { compare, equals } from '../compare.ts';
import { FeelRange, type FeelFunction, type FeelValue } from '../values.ts';
import { builtin, variant, type Variant } from './define.ts';

/** An end of a range; null as a value means that side is open. */
interface End {
  readonly at: FeelValue;
  readonly included: boolean;
  readonly side: -1 | 1;
}

interface Span {
  readonly start: End;
  readonly end: End;
}

/** Thrown within this file where two ends have no order; the function is then null. */
const incomparable = Symbol('incomparable');

function order(a: End, b: End): number {
  if (a.at === null || b.at === null) {
    const left = a.at === null ? a.side : 0;
    const right = b.at === null ? b.side : 0;
    return left - right;
  }
  const result = compare(a.at, b.at);
  if (result === null) throw incomparable;
  return result;
}

function spanOf(value: FeelValue): Span {
  if (value === null || (value instanceof FeelRange && value.op === '!=')) throw incomparable;
  return value instanceof FeelRange
    ? {
        start: { at: value.start, included: value.startIncluded || value.op === '=', side: -1 },
        end: { at: value.end, included: value.endIncluded || value.op === '=', side: 1 },
      }
    : { start: { at: value, included: true, side: -1 }, end: { at: value, included: true, side: 1 } };
}

function before(a: Span, b: Span): boolean {
  const gap = order(a.end, b.start);
  return gap < 0 || (gap === 0 && !(a.end.included && b.start.included));
}

function meets(a: Span, b: Span): boolean {
  return order(a.end, b.start) === 0 && a.end.included && b.start.included;
}

function overlaps(a: Span, b: Span): boolean {
  return !before(a, b) && !before(b, a);
}

/** Whether a begins earlier than b, counting an included end as earlier than one left out. */
function beginsFirst(a: Span, b: Span): boolean {
  const gap = order(a.start, b.start);
  return gap < 0 || (gap === 0 && a.start.included && !b.start.included);
}

function endsNoLater(a: Span, b: Span): boolean {
  const gap = order(a.end, b.end);
  return gap < 0 || (gap === 0 && (!a.end.included || b.end.included));
}

function beginsNoEarlier(a: Span, b: Span): boolean {
  const gap = order(a.start, b.start);
  return gap > 0 || (gap === 0 && (!a.start.included || b.start.included));
}

function during(a: Span, b: Span): boolean {
  return beginsNoEarlier(a, b) && endsNoLater(a, b);
}

function finishes(a: Span, b: Span): boolean {
  return order(a.end, b.end) === 0 && a.end.included === b.end.included && beginsNoEarlier(a, b);
}

function starts(a: Span, b: Span): boolean {
  return order(a.start, b.start) === 0 && a.start.included === b.start.included && endsNoLater(a, b);
}

function overlapsBefore(a: Span, b: Span): boolean {
  return beginsFirst(a, b) && overlaps(a, b) && endsNoLater(a, b);
}

type Relation = (a: Span, b: Span) => boolean;
/** Which arguments may be points: none, the first, the second, or both. */
type Points = 'none' | 'first' | 'second' | 'both';

function relation(names: readonly [string, string], points: Points, test: Relation): Variant {
  const [first, second] = names;
  return variant([`${first}: any`, `${second}: any`] as const, ([a, b]) => {
    const left = !(a instanceof FeelRange);
    const right = !(b instanceof FeelRange);
    const allowed =
      points === 'both' ||
      (points === 'first' && !right) ||
      (points === 'second' && !left) ||
      (points === 'none' && !left && !right);
    if (!allowed) return null;
    try {
      return test(spanOf(a), spanOf(b));
    } catch (error) {
      if (error === incomparable) return null;
      throw error;
    }
  });
}

function relationFunction(name: string, points: Points, test: Relation): FeelFunction {
  const names: readonly (readonly [string, string])[] = [
    ['point1', 'point2'],
    ['point', 'range'],
    ['range', 'point'],
    ['range1', 'range2'],
  ];
  return builtin(name, ...names.map((pair) => relation(pair, points, test)));
}

/** Relations of points and ranges (DMN 1.5 §10.3.4.7, table 80). */
export const rangeFunctions: readonly FeelFunction[] = [
  relationFunction('before', 'both', before),
  relationFunction('after', 'both', (a, b) => before(b, a)),
  relationFunction('meets', 'none', meets),
  relationFunction('met by', 'none', (a, b) => meets(b, a)),
  relationFunction('overlaps', 'none', overlaps),
  relationFunction('overlaps before', 'none', overlapsBefore),
  relationFunction('overlaps after', 'none', (a, b) => overlapsBefore(b, a)),
  relationFunction('finishes', 'first', finishes),
  relationFunction('finished by', 'second', (a, b) => finishes(b, a)),
  relationFunction('includes', 'second', (a, b) => during(b, a)),
  relationFunction('during', 'first', during),
  relationFunction('starts', 'first', starts),
  relationFunction('started by', 'second', (a, b) => starts(b, a)),
  builtin(
    'coincides',
    ...(
      [
        ['point1', 'point2'],
        ['range1', 'range2'],
      ] as const
    ).map(([first, second]) =>
      variant([`${first}: any`, `${second}: any`] as const, ([a, b]) =>
        a === null || b === null || a instanceof FeelRange !== b instanceof FeelRange ? null : equals(a, b),
      ),
    ),
  ),
];
