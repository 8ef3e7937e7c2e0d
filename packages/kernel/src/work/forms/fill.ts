import type { FormSource, Lookup } from '@quancheng/pack-sdk';
import { isDeepStrictEqual } from 'node:util';
import { compileExpression, toJson } from '@quancheng/engines/feel';
import type { Text } from '../../platform/text/index.ts';

/** Where a filled value came from. */
export interface FieldSource {
  resource: string;
  resourceName: Text;
  agency: Text;
  asOf: string;
  locked: boolean;
}

export interface Choice {
  value: string;
  label: Text;
  /** Answers that go with it, by field. */
  fills?: Record<string, unknown>;
}

export interface FilledForm {
  prefilled: Record<string, unknown>;
  sources: Record<string, FieldSource>;
  choices: Record<string, Choice[]>;
  /** Records found, by name of the lookup. */
  lookups: Record<string, unknown>;
}

/** Reads records for a form; the data folder is a later one, so it is handed in. */
export interface FormFiller {
  query(resource: string, where: Record<string, unknown>): Promise<Record<string, unknown>[]>;
  describe(resource: string): { name: Text; agency: Text };
}

type Scope = Record<string, unknown>;

/**
 * Fills a form from the libraries: a field that is held somewhere is not asked again. `base` holds what
 * expressions may use from the start (`applicant`, `account`).
 */
export async function fillForm(
  form: FormSource,
  base: Readonly<Record<string, unknown>>,
  filler: FormFiller,
): Promise<FilledForm> {
  const scope: Scope = { ...base };
  const lookups: Record<string, unknown> = {};
  for (const [name, lookup] of Object.entries(form['x-lookups'] ?? {})) {
    const records = await lookUp(lookup, scope, filler);
    lookups[name] = scope[name] = lookup.many ? records : (records[0] ?? null);
  }
  const filled: FilledForm = { prefilled: {}, sources: {}, choices: {}, lookups };
  for (const [name, field] of Object.entries(form.properties)) {
    const from = field['x-from'];
    if (from) {
      const value = run(from.value, scope);
      if (value !== null) fillField(filled, form, name, value, from, filler);
    }
    const choices = field['x-choices'];
    if (choices) offer(filled, form, name, choices, scope, filler);
  }
  return filled;
}

/**
 * The sources of those answers that are still what their source says: one that was changed, or typed because the
 * chosen record is another, is the applicant's own.
 */
export function sourcesOf(
  filled: Pick<FilledForm, 'prefilled' | 'sources' | 'choices'>,
  answers: Readonly<Record<string, unknown>>,
): Record<string, FieldSource> {
  const chosen = Object.entries(filled.choices).flatMap(([name, choices]) => {
    const fills = choices.find(({ value }) => value === answers[name])?.fills;
    return fills ? [fills] : [];
  });
  const held = [filled.prefilled, ...chosen];
  return Object.fromEntries(
    Object.entries(filled.sources).filter(([name]) =>
      held.some((values) => name in values && isDeepStrictEqual(values[name], answers[name])),
    ),
  );
}

async function lookUp(lookup: Lookup, scope: Scope, filler: FormFiller): Promise<Record<string, unknown>[]> {
  const where = [lookup.where]
    .flat()
    .map((fields) =>
      Object.fromEntries(Object.entries(fields).map(([field, source]) => [field, run(source, scope)])),
    )
    .find((values) => Object.values(values).every((value) => value !== null));
  const records = where ? await filler.query(lookup.resource, where) : [];
  const { only } = lookup;
  return only === undefined ? records : records.filter((record) => run(only, { ...scope, record }) === true);
}

type Choices = NonNullable<FormSource['properties'][string]['x-choices']>;

/** The other answer of a choice that fills fields; no record has it as its value. */
const other = 'other';

function offer(
  filled: FilledForm,
  form: FormSource,
  name: string,
  choices: Choices,
  scope: Scope,
  filler: FormFiller,
): void {
  const found = filled.lookups[choices.lookup];
  const records: unknown[] = Array.isArray(found) ? found : [];
  const offered = records.map((record): Choice => {
    const at = { ...scope, record };
    const { value, zh, en, fills } = choices;
    return {
      value: String(run(value, at)),
      label: { zh: String(run(zh, at)), en: String(run(en, at)) },
      ...(fills ? { fills: valuesOf(fills, at) } : {}),
    };
  });
  const [only, ...others] = offered;
  if (!choices.fills) filled.choices[name] = offered;
  else if (only && others.length === 0) fillFrom(filled, form, only, choices, filler);
  else if (only) {
    filled.choices[name] = choices.other ? [...offered, { value: other, label: choices.other }] : offered;
    for (const { fills } of offered)
      for (const field of Object.keys(fills ?? {}))
        filled.sources[field] = sourceOf(form, choices.lookup, null, false, filler);
  }
}

/** A single record needs no choice. */
function fillFrom(
  filled: FilledForm,
  form: FormSource,
  { fills = {} }: Choice,
  { lookup }: Choices,
  filler: FormFiller,
): void {
  for (const [field, value] of Object.entries(fills))
    fillField(filled, form, field, value, { lookup, lock: false }, filler);
}

function valuesOf(fills: Readonly<Record<string, string>>, scope: Scope): Record<string, unknown> {
  const values = Object.entries(fills).map(([field, source]) => [field, run(source, scope)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}

function fillField(
  filled: FilledForm,
  form: FormSource,
  name: string,
  value: unknown,
  { lookup, lock }: { lookup: string; lock: boolean },
  filler: FormFiller,
): void {
  filled.prefilled[name] = value;
  if (!form['x-lookups']?.[lookup]) return;
  const found = filled.lookups[lookup];
  const record = (Array.isArray(found) ? found[0] : found) as { recordedAt?: string } | null;
  filled.sources[name] = sourceOf(form, lookup, record, lock, filler);
}

function sourceOf(
  form: FormSource,
  lookup: string,
  record: { recordedAt?: string } | null,
  locked: boolean,
  filler: FormFiller,
): FieldSource {
  const resource = form['x-lookups']?.[lookup]?.resource ?? '';
  const { name: resourceName, agency } = filler.describe(resource);
  return { resource, resourceName, agency, asOf: record?.recordedAt ?? '', locked };
}

/** What an expression answers; nothing is null. */
function run(source: string, scope: Scope): unknown {
  return toJson(compileExpression(source).evaluate(scope)) ?? null;
}
