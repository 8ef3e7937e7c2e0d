import { Decimal } from 'decimal.js';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';

/**
 * Values of FEEL (DMN 1.5 §10.3.2.3). Numbers are 34-digit decimals; those that are safe integers are
 * plain JavaScript numbers, which saves most of the cost. Contexts are plain objects, lists arrays.
 */
export type FeelValue =
  | null
  | boolean
  | string
  | number
  | Decimal
  | FeelDate
  | FeelTime
  | FeelDateTime
  | DayTimeDuration
  | YearMonthDuration
  | FeelRange
  | FeelFunction
  | FeelValue[]
  | FeelContext;

export interface FeelContext {
  [name: string]: FeelValue;
}

/** A span of days, hours, minutes and seconds; `seconds` may have a fraction. */
export class DayTimeDuration {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

/** A span of years and months. */
export class YearMonthDuration {
  readonly months: number;

  constructor(months: number) {
    this.months = months;
  }
}

/** A range; a missing end (null with `undefined` flag) makes it open, as in `> 5`. */
export class FeelRange {
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;

  constructor(start: FeelValue, startIncluded: boolean, end: FeelValue, endIncluded: boolean) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
  }
}

/** A function; `call` takes its arguments in order, missing ones as null. */
export class FeelFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly call: (args: FeelValue[]) => FeelValue;
  /** Builtins have other sets of named parameters and may take any number. */
  readonly variants: readonly (readonly string[])[];
  readonly variadic: boolean;
  readonly types: readonly (string | undefined)[];

  constructor(
    name: string,
    parameters: readonly string[],
    call: (args: FeelValue[]) => FeelValue,
    options: { variants?: readonly (readonly string[])[]; variadic?: boolean; types?: readonly (string | undefined)[] } = {},
  ) {
    this.name = name;
    this.parameters = parameters;
    this.call = call;
    this.variants = options.variants ?? [];
    this.variadic = options.variadic ?? false;
    this.types = options.types ?? [];
  }
}

export function isNumber(value: FeelValue): value is number | Decimal {
  return typeof value === 'number' || value instanceof Decimal;
}

export function isContext(value: FeelValue | undefined): value is FeelContext {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isDuration(value: FeelValue): value is DayTimeDuration | YearMonthDuration {
  return value instanceof DayTimeDuration || value instanceof YearMonthDuration;
}

export function isTemporal(value: FeelValue): value is FeelDate | FeelTime | FeelDateTime {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;
}

/** Name of a value's type as FEEL writes it. */
export function typeName(value: FeelValue): string {
  if (value === null) return 'null';
  if (isNumber(value)) return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof DayTimeDuration) return 'days and time duration';
  if (value instanceof YearMonthDuration) return 'years and months duration';
  if (value instanceof FeelRange) return 'range';
  if (value instanceof FeelFunction) return 'function';
  return Array.isArray(value) ? 'list' : 'context';
}
