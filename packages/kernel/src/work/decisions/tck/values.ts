import {
  equals,
  FeelFunction,
  isContext,
  isNumber,
  readTemporalCall,
  setEntry,
  toJson,
  typeName,
  type FeelContext,
  type FeelValue,
} from '@quancheng/engines/feel';
import type { XmlElement } from './xml.ts';

/** A value of the suite: `value` with an XML Schema type, `list` of `item`s, or `component`s with names. */
export function readValue(element: XmlElement): FeelValue {
  const list = element.children.find(({ name }) => name === 'list');
  if (list) return isNil(list) ? null : list.children.filter(({ name }) => name === 'item').map(readValue);
  const components = element.children.filter(({ name }) => name === 'component');
  if (components.length > 0) return readContext(components);
  const value = element.children.find(({ name }) => name === 'value');
  return value && !isNil(value) ? readSimple(value) : null;
}

function isNil(element: XmlElement): boolean {
  return element.attributes['nil'] === 'true';
}

function readContext(components: readonly XmlElement[]): FeelValue {
  const context: FeelContext = {};
  for (const component of components) {
    if (isNil(component) && component.attributes['name'] === undefined) return null;
    setEntry(context, component.attributes['name'] ?? '', isNil(component) ? null : readValue(component));
  }
  return context;
}

const readers: Readonly<Record<string, string>> = {
  date: 'date',
  time: 'time',
  dateTime: 'date and time',
  duration: 'duration',
  dayTimeDuration: 'duration',
  yearMonthDuration: 'duration',
};

function readSimple({ attributes, text }: XmlElement): FeelValue {
  const type = (attributes['type'] ?? '').replace(/^.*:/, '');
  if (['decimal', 'double', 'integer', 'int', 'float', 'long'].includes(type)) return Number(text.trim());
  if (type === 'boolean') return ['true', '1'].includes(text.trim());
  const reader = readers[type];
  return reader === undefined ? text : readTemporalCall(reader, text.trim());
}

/** Numbers may differ in what does not count, as the suite's own runners allow. */
const tolerance = 1e-8;

/** Whether a result is what the suite expects. */
export function isExpected(actual: FeelValue, expected: FeelValue): boolean {
  if (expected === null || actual === null) return expected === actual;
  if (isNumber(expected)) {
    if (!isNumber(actual)) return false;
    const [a, b] = [Number(actual), Number(expected)];
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((item, index) => isExpected(actual[index] ?? null, item));
  }
  if (isContext(expected)) return isContext(actual) && contextIsExpected(actual, expected);
  return typeName(actual) === typeName(expected) && equals(actual, expected) === true;
}

function contextIsExpected(actual: FeelContext, expected: FeelContext): boolean {
  const names = Object.keys(expected);
  // Functions have no form in the suite, so an entry that is one is not looked at.
  const compared = Object.keys(actual).filter((name) => !(actual[name] instanceof FeelFunction));
  return (
    compared.length === names.length &&
    names.every(
      (name) => Object.hasOwn(actual, name) && isExpected(actual[name] ?? null, expected[name] ?? null),
    )
  );
}

export function describe(value: FeelValue): string {
  return JSON.stringify(toJson(value));
}
