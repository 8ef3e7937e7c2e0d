import { Decimal } from 'decimal.js';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';
import type { FeelType } from './types.ts';

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

/**
 * A range (DMN 1.5 §10.3.2.7). `null` as an end leaves that side open, as in `> 5`; `op` marks the ranges
 * of the unary tests `(= x)` and `(!= x)`, whose two ends are x.
 */
export class FeelRange {
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  readonly op: '=' | '!=' | null;

  constructor(
    start: FeelValue,
    startIncluded: boolean,
    end: FeelValue,
    endIncluded: boolean,
    op: '=' | '!=' | null = null,
  ) {
    this.start = start;
    this.end = end;
    this.startIncluded = startIncluded;
    this.endIncluded = endIncluded;
    this.op = op;
  }
}

/** What one evaluation shares: the instant of `now()`, and where warnings go, if anyone wants them. */
export interface Evaluation {
  readonly now: Date | undefined;
  readonly warnings: string[] | undefined;
}

/** Arguments by position; those not given are `undefined`, unlike those given as null. */
export type Arguments = (FeelValue | undefined)[];

/** One way to call a function: its parameters in order, the last of which may take any number of values. */
export interface Signature {
  readonly parameters: readonly { readonly name: string; readonly type: FeelType }[];
  readonly result: FeelType;
}

type Call = (args: Arguments, evaluation: Evaluation) => FeelValue;
type CallNamed = (names: readonly string[], args: FeelValue[], evaluation: Evaluation) => FeelValue;

/** A function: one of the language, one that an expression defines, or one of a decision model. */
export class FeelFunction {
  readonly name: string;
  readonly call: Call;
  readonly callNamed: CallNamed;
  readonly signature: Signature | null;

  constructor(name: string, call: Call, callNamed: CallNamed, signature: Signature | null) {
    this.name = name;
    this.call = call;
    this.callNamed = callNamed;
    this.signature = signature;
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

/** `Object.hasOwn`, which the oldest browsers that must run this do not have. */
export function hasOwn(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}

/** Sets an entry, also one that is called `__proto__`. */
export function setEntry(context: FeelContext, name: string, value: FeelValue): void {
  if (name === '__proto__') {
    Object.defineProperty(context, name, { value, enumerable: true, writable: true, configurable: true });
  } else context[name] = value;
}

/** An entry of a context; null where it has none. */
export function entryOf(context: FeelContext, name: string): FeelValue {
  return hasOwn(context, name) ? (context[name] ?? null) : null;
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
