import type { DecisionAnswer, FiredRule } from '../../work/decisions/index.ts';
import { fillText, type Text } from '../../platform/text/index.ts';
import type { Reason, ReasonInput } from './model.ts';
import type { Words } from './session.ts';

type Sources = Record<string, { resource: string; asOf: string | null }>;

/** What a decision that a process calls answers (docs/guides/packs.md). */
export interface Ruling extends Record<string, unknown> {
  outcome: 'granted' | 'notGranted';
  reasons: string[];
}

/** Whether a decision's value is a ruling, which explains itself, and not just some value. */
export function isRuling(value: unknown): value is Ruling {
  if (value === null || typeof value !== 'object') return false;
  const { outcome, reasons } = value as Partial<Ruling>;
  return (outcome === 'granted' || outcome === 'notGranted') && Array.isArray(reasons);
}

/** The reasons of a ruling: for each code the rule that gave it, its inputs with sources, and the words for it. */
export function explain(
  ruling: Ruling,
  answer: DecisionAnswer,
  variables: Readonly<Record<string, unknown>>,
  words: Words,
  now: Date,
): Reason[] {
  const sources = (variables['sources'] ?? {}) as Sources;
  return ruling.reasons.map((code) => {
    const fired = answer.fired.filter((rule) => gives(rule, code));
    const inputs = uniqueInputs(fired.length > 0 ? fired : answer.fired).map((input) =>
      present(input, sources, words, now),
    );
    const values = {
      ...scalars(ruling),
      ...Object.fromEntries(inputs.map((input) => [shortName(input.name), plain(input.value)])),
    };
    const rule = fired[0];
    return {
      rule: rule ? `${rule.table}#${rule.index + 1}` : code,
      code,
      outcome: ruling.outcome,
      text: wordOf(words, code, 'text', values),
      inputs,
      basis: wordOf(words, code, 'basis', values),
      remedy: wordOf(words, code, 'remedy', values),
    };
  });
}

function gives(rule: FiredRule, code: string): boolean {
  return Object.values(rule.outputs).some(
    (value) => value === code || (Array.isArray(value) && value.includes(code)),
  );
}

type FiredInput = FiredRule['inputs'][number];

function uniqueInputs(rules: readonly FiredRule[]): FiredInput[] {
  return [
    ...new Map(rules.flatMap((rule) => rule.inputs).map((input) => [input.expression, input])).values(),
  ];
}

function present(input: FiredInput, sources: Sources, words: Words, now: Date): ReasonInput {
  const { source, asOf } = sourceOf(input.roots, sources, now);
  return {
    name: input.expression,
    label: {
      zh: words.zh.inputs[input.expression] ?? input.expression,
      en: words.en.inputs[input.expression] ?? input.expression,
    },
    value: input.value,
    source,
    asOf,
  };
}

/** Of several variables behind an input, a record of a library says most about where it came from. */
function sourceOf(
  roots: readonly string[],
  sources: Sources,
  now: Date,
): { source: string; asOf: string | null } {
  const record = roots.map((root) => sources[root]).find((found) => found !== undefined);
  if (record) return { source: record.resource, asOf: record.asOf };
  if (roots.includes('form')) return { source: 'form', asOf: now.toISOString() };
  if (roots.includes('today')) return { source: 'calendar', asOf: now.toISOString() };
  return { source: 'rule', asOf: null };
}

function wordOf(
  words: Words,
  code: string,
  part: 'text' | 'basis' | 'remedy',
  values: Record<string, string | number>,
): Text {
  const zh = words.zh.reasons[code]?.[part] ?? code;
  const en = words.en.reasons[code]?.[part] ?? code;
  return fillText({ zh, en }, values);
}

function scalars(ruling: Ruling): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(ruling).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}

function shortName(expression: string): string {
  return /(\w+)$/.exec(expression)?.[1] ?? expression;
}

function plain(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value === null || value === undefined ? '—' : JSON.stringify(value);
}
