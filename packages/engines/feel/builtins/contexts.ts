import {
  hasOwn,
  entryOf,
  isContext,
  setEntry,
  type FeelContext,
  type FeelFunction,
  type FeelValue,
} from '../values.ts';
import { builtin, variant } from './define.ts';

/** DMN 1.5 §10.3.4.9. */
export const contextFunctions: readonly FeelFunction[] = [
  builtin(
    'get value',
    variant(['m: context', 'key: string'], ([context, key]) => entryOf(context, key)),
    variant(['context: context', 'key: string'], ([context, key]) => entryOf(context, key)),
    variant(['context: context', 'keys: list'], ([context, keys]) => valueAt(context, keys)),
  ),
  builtin(
    'get entries',
    variant(['m: context'], ([context]) => entriesOf(context)),
    variant(['context: context'], ([context]) => entriesOf(context)),
  ),
  builtin(
    'context',
    variant(['entries: list'], ([entries]) => contextOf(entries)),
  ),
  builtin(
    'context put',
    variant(['context: context', 'key: string', 'value: any'], ([context, key, value]) =>
      put(context, [key], value),
    ),
    variant(['context: context', 'keys: list', 'value: any'], ([context, keys, value]) =>
      keys.length === 0 ? null : put(context, keys, value),
    ),
  ),
  builtin(
    'context merge',
    variant(['contexts: list'], ([contexts]) => merge(contexts)),
  ),
];

function valueAt(context: FeelContext, keys: readonly FeelValue[]): FeelValue {
  let value: FeelValue = context;
  for (const key of keys) {
    if (typeof key !== 'string' || !isContext(value)) return null;
    value = entryOf(value, key);
  }
  return keys.length === 0 ? null : value;
}

function entriesOf(context: FeelContext): FeelValue {
  return Object.entries(context).map(([key, value]) => ({ key, value }));
}

function contextOf(entries: readonly FeelValue[]): FeelValue {
  const context: FeelContext = {};
  for (const entry of entries) {
    if (!isContext(entry)) return null;
    const { key } = entry;
    if (typeof key !== 'string' || !hasOwn(entry, 'value') || hasOwn(context, key)) return null;
    setEntry(context, key, entryOf(entry, 'value'));
  }
  return context;
}

/** A copy with one entry set, at any depth. */
function put(context: FeelContext, keys: readonly FeelValue[], value: FeelValue): FeelValue {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') return null;
  let entry = value;
  if (rest.length > 0) {
    const within = entryOf(context, key);
    if (!isContext(within)) return null;
    entry = put(within, rest, value);
    if (entry === null) return null;
  }
  const copy = { ...context };
  setEntry(copy, key, entry);
  return copy;
}

/** Later contexts win. */
function merge(contexts: readonly FeelValue[]): FeelValue {
  const merged: FeelContext = {};
  for (const context of contexts) {
    if (!isContext(context)) return null;
    for (const [name, value] of Object.entries(context)) setEntry(merged, name, value);
  }
  return merged;
}
