import { Decimal } from 'decimal.js';

/** IEEE 754-2008 decimal128: 34 digits, half-even, exponents to 6144 (DMN 1.5 §10.3.2.3.1). */
export const Dec = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -34,
  toExpPos: 40,
  minE: -6176,
  maxE: 6144,
});

export type FeelNumber = number | Decimal;

/** The one form of a number: a safe integer as a JavaScript number, everything else as a decimal. */
export function normal(value: Decimal): FeelNumber | null {
  if (!value.isFinite()) return null;
  if (value.isInteger() && value.abs().lte(Number.MAX_SAFE_INTEGER)) return value.toNumber() || 0;
  return value;
}

export function dec(value: FeelNumber): Decimal {
  return value instanceof Decimal ? value : new Dec(value);
}

export function toNumber(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.toNumber();
}

export function isInteger(value: FeelNumber): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.isInteger();
}

export function parseNumber(text: string): FeelNumber | null {
  return /^-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? normal(new Dec(text)) : null;
}

export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum) && Number.isInteger(a)) return sum;
  }
  return normal(dec(a).plus(dec(b)));
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference) && Number.isInteger(a)) return difference;
  }
  return normal(dec(a).minus(dec(b)));
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product || 0;
  }
  return normal(dec(a).times(dec(b)));
}

export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  const divisor = dec(b);
  return divisor.isZero() ? null : normal(dec(a).div(divisor));
}

export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return normal(dec(a).pow(dec(b)));
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  return dec(a).cmp(dec(b));
}

/** Without exponent, as FEEL's `string()` writes it. */
export function formatNumber(value: FeelNumber): string {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : dec(value).toFixed();
}
