import {
  readTemporalCall,
  setEntry,
  toFeel,
  type FeelContext,
  type FeelType,
  type FeelValue,
} from '@quancheng/engines/feel';

const readers: Readonly<Record<string, string>> = {
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  'days and time duration': 'duration',
  'years and months duration': 'duration',
};

/** A value from JSON in the type that a model gives it: there, text can be a date, time or duration. */
export function fromJson(value: unknown, type: FeelType): FeelValue {
  switch (type.kind) {
    case 'limited':
      return fromJson(value, type.base);
    case 'list':
      return Array.isArray(value) ? value.map((item) => fromJson(item, type.of)) : fromJson(value, type.of);
    case 'context':
      return isRecord(value) ? contextFrom(value, type.entries) : toFeel(value);
    case 'simple': {
      const reader = readers[type.name];
      return typeof value === 'string' && reader !== undefined
        ? readTemporalCall(reader, value)
        : toFeel(value);
    }
    default:
      return toFeel(value);
  }
}

function contextFrom(
  record: Readonly<Record<string, unknown>>,
  entries: readonly { readonly name: string; readonly type: FeelType }[],
): FeelContext {
  const types = new Map(entries.map(({ name, type }) => [name, type]));
  const context: FeelContext = {};
  for (const [name, value] of Object.entries(record)) {
    const type = types.get(name);
    setEntry(context, name, type ? fromJson(value, type) : toFeel(value));
  }
  return context;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
