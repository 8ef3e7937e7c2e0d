import { Decimal } from 'decimal.js';
import { parseNumber } from '../numbers.ts';
import { parseRange } from '../read-range.ts';
import { sameKind } from '../same.ts';
import { textOf } from '../text.ts';
import type { FeelFunction, FeelValue } from '../values.ts';
import { builtin, variant } from './define.ts';

/** Conversion and boolean functions (DMN 1.5 §10.3.4.1–2). */
export const conversionFunctions: readonly FeelFunction[] = [
  builtin(
    'not',
    variant(['negand: any'], ([value]) => (typeof value === 'boolean' ? !value : null)),
  ),
  builtin(
    'is',
    variant(['value1?: any', 'value2?: any'], ([a, b]) => sameKind(a ?? null, b ?? null)),
  ),
  builtin(
    'string',
    variant(['from: any'], ([value]) => textOf(value)),
  ),
  builtin(
    'number',
    variant(['from: any'], ([value]) => numberFrom(value)),
    variant(
      ['from: string', 'grouping separator: string or null', 'decimal separator: string or null'],
      ([text, grouping, decimal]) => separatedNumber(text, grouping, decimal),
    ),
  ),
  builtin(
    'range',
    variant(['from: string'], ([text]) => parseRange(text)),
  ),
];

function numberFrom(value: FeelValue): FeelValue {
  if (typeof value === 'string') return parseNumber(value);
  return typeof value === 'number' || value instanceof Decimal ? value : null;
}

function separatedNumber(text: string, grouping: string | null, decimal: string | null): FeelValue {
  if (grouping !== null && ![' ', ',', '.'].includes(grouping)) return null;
  if (decimal !== null && !['.', ','].includes(decimal)) return null;
  if (grouping !== null && grouping === decimal) return null;
  const ungrouped = grouping === null ? text : text.replaceAll(grouping, '');
  if (decimal !== ',') return parseNumber(ungrouped);
  return ungrouped.includes('.') ? null : parseNumber(ungrouped.replace(',', '.'));
}
