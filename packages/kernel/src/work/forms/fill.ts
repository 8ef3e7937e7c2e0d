import type { FormSource } from '@quancheng/pack-sdk';
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

export interface FilledForm {
  prefilled: Record<string, unknown>;
  sources: Record<string, FieldSource>;
  choices: Record<string, { value: string; label: Text }[]>;
  /** Records found, by name of the lookup. */
  lookups: Record<string, unknown>;
}

/** Reads records for a form; the data folder is a later one, so it is handed in. */
export interface FormFiller {
  query(resource: string, where: Record<string, unknown>): Promise<Record<string, unknown>[]>;
  describe(resource: string): { name: Text; agency: Text };
}

/**
 * Fills a form from the libraries: a field that is held somewhere is not asked again. `base` holds what
 * expressions may use from the start (`applicant`, `account`).
 */
export async function fillForm(
  form: FormSource,
  base: Readonly<Record<string, unknown>>,
  filler: FormFiller,
): Promise<FilledForm> {
  const scope: Record<string, unknown> = { ...base };
  const lookups: Record<string, unknown> = {};
  for (const [name, lookup] of Object.entries(form['x-lookups'] ?? {})) {
    const where = Object.fromEntries(
      Object.entries(lookup.where).map(([field, source]) => [field, run(source, scope)]),
    );
    const missing = Object.values(where).some((value) => value === null || value === undefined);
    const records = missing ? [] : await filler.query(lookup.resource, where);
    lookups[name] = scope[name] = lookup.many ? records : (records[0] ?? null);
  }
  const filled: FilledForm = { prefilled: {}, sources: {}, choices: {}, lookups };
  for (const [name, field] of Object.entries(form.properties)) {
    const from = field['x-from'];
    if (from) fillField(filled, form, name, from, scope, filler);
    const choices = field['x-choices'];
    if (choices) {
      const records = lookups[choices.lookup];
      filled.choices[name] = (Array.isArray(records) ? records : []).map((record: unknown) => ({
        value: String(run(choices.value, { ...scope, record })),
        label: {
          zh: String(run(choices.zh, { ...scope, record })),
          en: String(run(choices.en, { ...scope, record })),
        },
      }));
    }
  }
  return filled;
}

function fillField(
  filled: FilledForm,
  form: FormSource,
  name: string,
  from: { lookup: string; value: string; lock: boolean },
  scope: Record<string, unknown>,
  filler: FormFiller,
): void {
  const value = run(from.value, scope);
  if (value === null || value === undefined) return;
  filled.prefilled[name] = value;
  const lookup = form['x-lookups']?.[from.lookup];
  if (!lookup) return;
  const found = scope[from.lookup];
  const record = (Array.isArray(found) ? found[0] : found) as { recordedAt?: string } | null;
  const { name: resourceName, agency } = filler.describe(lookup.resource);
  filled.sources[name] = {
    resource: lookup.resource,
    resourceName,
    agency,
    asOf: record?.recordedAt ?? '',
    locked: from.lock,
  };
}

function run(source: string, scope: Record<string, unknown>): unknown {
  return toJson(compileExpression(source).evaluate(scope));
}
