import { Decimal } from 'decimal.js';
import { add, dec, Dec, divide, multiply, normal, subtract, toNumber, type FeelNumber } from '../numbers.ts';
import {
  DayTimeDuration,
  isDuration,
  isNumber,
  YearMonthDuration,
  type FeelFunction,
  type FeelValue,
} from '../values.ts';
import { builtin, variant } from './define.ts';

const modes: readonly (readonly [string, Decimal.Rounding])[] = [
  ['decimal', Decimal.ROUND_HALF_EVEN],
  ['round up', Decimal.ROUND_UP],
  ['round down', Decimal.ROUND_DOWN],
  ['round half up', Decimal.ROUND_HALF_UP],
  ['round half down', Decimal.ROUND_HALF_DOWN],
];

/** DMN 1.5 §10.3.4.5. */
export const numberFunctions: readonly FeelFunction[] = [
  ...modes.map(([name, mode]) =>
    builtin(
      name,
      variant(['n: number', 'scale: number'], ([n, scale]) => round(n, scale, mode)),
    ),
  ),
  builtin(
    'floor',
    variant(['n: number', 'scale?: number'], ([n, scale]) => round(n, scale ?? 0, Decimal.ROUND_FLOOR)),
  ),
  builtin(
    'ceiling',
    variant(['n: number', 'scale?: number'], ([n, scale]) => round(n, scale ?? 0, Decimal.ROUND_CEIL)),
  ),
  builtin(
    'abs',
    variant(['n: any'], ([n]) => absolute(n)),
  ),
  builtin(
    'modulo',
    variant(['dividend: number', 'divisor: number'], ([dividend, divisor]) => modulo(dividend, divisor)),
  ),
  builtin(
    'sqrt',
    variant(['number: number'], ([n]) =>
      dec(n).isNegative() && !dec(n).isZero() ? null : normal(dec(n).sqrt()),
    ),
  ),
  builtin(
    'log',
    variant(['number: number'], ([n]) => (dec(n).lte(0) ? null : normal(dec(n).ln()))),
  ),
  builtin(
    'exp',
    variant(['number: number'], ([n]) => normal(dec(n).exp())),
  ),
  builtin(
    'odd',
    variant(['number: number'], ([n]) => remainderOfTwo(n) === 1),
  ),
  builtin(
    'even',
    variant(['number: number'], ([n]) => remainderOfTwo(n) === 0),
  ),
];

/** Rounds to `scale` whole digits after the point; a negative scale rounds before it. */
function round(n: FeelNumber, scale: FeelNumber, mode: Decimal.Rounding): FeelValue {
  const digits = Math.trunc(toNumber(scale));
  if (digits < -6111 || digits > 6176) return null;
  const value = dec(n);
  if (digits >= 0)
    return normal(value.decimalPlaces() <= digits ? value : value.toDecimalPlaces(digits, mode));
  const unit = new Dec(10).pow(-digits);
  return normal(value.div(unit).toDecimalPlaces(0, mode).times(unit));
}

function absolute(value: FeelValue): FeelValue {
  const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
  if (only === undefined || only === null || (!isNumber(only) && !isDuration(only))) return null;
  if (isNumber(only)) return normal(dec(only).abs());
  return only instanceof YearMonthDuration
    ? new YearMonthDuration(Math.abs(only.months))
    : new DayTimeDuration(Math.abs(only.seconds));
}

/** The sign is the divisor's: dividend - divisor * floor(dividend / divisor). */
function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelValue {
  const quotient = divide(dividend, divisor);
  if (quotient === null) return null;
  const floor = normal(dec(quotient).floor());
  const whole = floor === null ? null : multiply(divisor, floor);
  return whole === null ? null : subtract(dividend, whole);
}

function remainderOfTwo(n: FeelNumber): number {
  return dec(n).mod(2).abs().toNumber();
}

/** Sum of numbers; null where one is not a number. */
export function sumOf(list: readonly FeelValue[]): FeelNumber | null {
  let sum: FeelNumber | null = 0;
  for (const item of list) {
    if (sum === null || !isNumber(item)) return null;
    sum = add(sum, item);
  }
  return sum;
}
