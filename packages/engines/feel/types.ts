import type { TypeNode } from './ast.ts';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';
import { FeelFunction, FeelRange, isContext, typeName, type FeelValue, type Signature } from './values.ts';

/** Types of FEEL (DMN 1.5 §10.3.2.9.1), and those that a decision model defines with them. */
export type FeelType =
  | { readonly kind: 'any' }
  | { readonly kind: 'simple'; readonly name: string }
  | { readonly kind: 'list'; readonly of: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | {
      readonly kind: 'context';
      readonly entries: readonly { readonly name: string; readonly type: FeelType }[];
    }
  | { readonly kind: 'function'; readonly parameters: readonly FeelType[] | null; readonly result: FeelType }
  | {
      readonly kind: 'limited';
      readonly base: FeelType;
      /** The unary tests that `allows` runs. */
      readonly source: string;
      readonly allows: (value: FeelValue) => boolean;
    };

/** Finds a type that a model defines, by its name or dotted path. */
export type TypeLookup = (name: string) => FeelType | undefined;

export const anyType: FeelType = { kind: 'any' };

const simpleNames = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'null',
]);

/** A type of the language by its name, as in `typeRef` or after `instance of`. */
export function builtinType(name: string): FeelType | undefined {
  if (simpleNames.has(name)) return { kind: 'simple', name };
  switch (name) {
    case 'Any':
      return anyType;
    case 'Null':
      return { kind: 'simple', name: 'null' };
    case 'dateTime':
      return { kind: 'simple', name: 'date and time' };
    case 'dayTimeDuration':
      return { kind: 'simple', name: 'days and time duration' };
    case 'yearMonthDuration':
      return { kind: 'simple', name: 'years and months duration' };
    case 'list':
      return { kind: 'list', of: anyType };
    case 'range':
      return { kind: 'range', of: anyType };
    case 'context':
      return { kind: 'context', entries: [] };
    case 'function':
      return { kind: 'function', parameters: null, result: anyType };
    default:
      return undefined;
  }
}

/** The type that an expression writes; `undefined` where it names one that nobody defines. */
export function resolveType(node: TypeNode, lookup: TypeLookup | undefined): FeelType | undefined {
  const [first] = node.of;
  if (node.name === 'list' || node.name === 'range') {
    const of = first ? resolveType(first, lookup) : anyType;
    return of && { kind: node.name, of };
  }
  if (node.name === 'context' && node.entries.length > 0) {
    const entries = node.entries.map(({ name, type }) => ({ name, type: resolveType(type, lookup) }));
    return entries.every(hasType) ? { kind: 'context', entries } : undefined;
  }
  if (node.name === 'function' && node.signature) {
    const parameters = node.of.slice(0, -1).map((type) => resolveType(type, lookup));
    const last = node.of[node.of.length - 1];
    const result = last && resolveType(last, lookup);
    return result && parameters.every((type) => type !== undefined)
      ? { kind: 'function', parameters, result }
      : undefined;
  }
  return lookup?.(node.name) ?? builtinType(node.name);
}

function hasType(entry: {
  name: string;
  type: FeelType | undefined;
}): entry is { name: string; type: FeelType } {
  return entry.type !== undefined;
}

/** `instance of` (DMN 1.5 §10.3.2.9.3): null is an instance of Null alone. */
export function isInstance(value: FeelValue, type: FeelType): boolean {
  if (value === null) return type.kind === 'simple' && type.name === 'null';
  switch (type.kind) {
    case 'any':
      return true;
    case 'simple':
      return typeName(value) === type.name;
    case 'list':
      return Array.isArray(value) && value.every((item) => fits(item, type.of));
    case 'range':
      return value instanceof FeelRange && fits(value.start, type.of) && fits(value.end, type.of);
    case 'context':
      return (
        isContext(value) &&
        type.entries.every(({ name, type: of }) => name in value && fits(value[name] ?? null, of))
      );
    case 'function':
      return (
        value instanceof FeelFunction && (type.parameters === null || functionFits(value.signature, type))
      );
    case 'limited':
      return isInstance(value, type.base) && type.allows(value);
  }
}

/** Whether a value may stand where the type is asked for: null may stand anywhere (§10.3.2.9.2). */
function fits(value: FeelValue, type: FeelType): boolean {
  if (type.kind === 'limited') return fits(value, type.base) && type.allows(value);
  return value === null || isInstance(value, type);
}

/** What a function gives is often not declared; it then may be anything. */
function functionFits(
  signature: Signature | null,
  type: { readonly parameters: readonly FeelType[] | null; readonly result: FeelType },
): boolean {
  if (!signature || signature.parameters.length !== type.parameters?.length) return false;
  return (
    type.parameters.every((given, index) => conforms(given, signature.parameters[index]?.type ?? anyType)) &&
    (signature.result.kind === 'any' || conforms(signature.result, type.result))
  );
}

/** Type conformance (§10.3.2.9.2): each value of `type` may stand where `target` is asked for. */
function conforms(type: FeelType, target: FeelType): boolean {
  if (target.kind === 'any') return true;
  if (type.kind === 'limited') return type === target || conforms(type.base, target);
  if (type.kind === 'simple' && type.name === 'null') return true;
  switch (target.kind) {
    case 'simple':
      return type.kind === 'simple' && type.name === target.name;
    case 'list':
    case 'range':
      return type.kind === target.kind && conforms(type.of, target.of);
    case 'context':
      return (
        type.kind === 'context' &&
        target.entries.every((wanted) =>
          type.entries.some((entry) => entry.name === wanted.name && conforms(entry.type, wanted.type)),
        )
      );
    case 'function':
      return (
        type.kind === 'function' &&
        (target.parameters === null ||
          (type.parameters?.length === target.parameters.length &&
            target.parameters.every((given, index) =>
              conforms(given, type.parameters?.[index] ?? anyType),
            ))) &&
        conforms(type.result, target.result)
      );
    case 'limited':
      return false;
  }
}

/**
 * Implicit conversions (§10.3.2.9.4): a list of one value where the value is asked for, one value where a list
 * is asked for, a date where a date and time is asked for. `undefined` where the value cannot stand.
 */
export function coerce(value: FeelValue, type: FeelType): FeelValue | undefined {
  if (fits(value, type)) return value;
  const target = type.kind === 'limited' ? type.base : type;
  if (target.kind === 'list') {
    const item = Array.isArray(value) ? undefined : coerce(value, target.of);
    return item !== undefined && fits([item], type) ? [item] : undefined;
  }
  const [only] = Array.isArray(value) && value.length === 1 ? value : [value];
  if (only === undefined || fits(only, type)) return only;
  if (!(only instanceof FeelDate) || target.kind !== 'simple' || target.name !== 'date and time')
    return undefined;
  const midnight = new FeelDateTime(only, new FeelTime(0, 0, 0, 0));
  return fits(midnight, type) ? midnight : undefined;
}
