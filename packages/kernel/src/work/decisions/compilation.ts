import {
  anyType,
  coerce,
  warn,
  type Env,
  type FeelType,
  type FeelValue,
  type Run,
  type TypeLookup,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import type { Problems } from './problems.ts';

/** What compiling the elements of one file shares. */
export interface Compilation {
  readonly problems: Problems;
  /** Names with which expressions are parsed. */
  readonly names: ReadonlySet<string>;
  readonly types: TypeLookup;
  /** Collects the root names that the expressions of one element read. */
  readonly reads: Set<string>;
}

export function childOf(element: DmnElement, name: string): DmnElement | undefined {
  const child = element.get(name);
  return isElement(child) ? child : undefined;
}

export function childrenOf(element: DmnElement, name: string): DmnElement[] {
  const children = element.get(name);
  return Array.isArray(children) ? children.filter(isElement) : [];
}

export function textOf(element: DmnElement, name: string): string {
  const text = element.get(name);
  return typeof text === 'string' ? text.trim() : '';
}

function isElement(value: unknown): value is DmnElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

/** A name with single spaces, as expressions write it. */
export function nameOf(element: DmnElement | undefined): string {
  return element ? textOf(element, 'name').replaceAll(/\s+/g, ' ') : '';
}

/** The type of an element's `typeRef`; anything where it has none. */
export function typeOf(element: DmnElement | undefined, compilation: Compilation): FeelType {
  return element ? typeNamed(textOf(element, 'typeRef'), element, compilation) : anyType;
}

export function typeNamed(name: string, element: DmnElement, { types, problems }: Compilation): FeelType {
  if (name === '') return anyType;
  const type = types(name);
  if (!type) problems.add(element, 'unknownType', name);
  return type ?? anyType;
}

/** A value in the type that it must have; one that does not fit becomes null (DMN 1.5 §10.3.2.9.4). */
export function fit(value: FeelValue, type: FeelType, what: string, env: Pick<Env, 'evaluation'>): FeelValue {
  if (type === anyType) return value;
  return (
    coerce(value, type) ?? (value === null ? null : warn(env.evaluation, `${what} does not fit its type`))
  );
}

export function fitted(run: Run, type: FeelType, what: string): Run {
  return type === anyType ? run : (env) => fit(run(env), type, what, env);
}
