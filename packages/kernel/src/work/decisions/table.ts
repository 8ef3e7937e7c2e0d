import {
  compileUnaryTests,
  FeelSyntaxError,
  setEntry,
  toJson,
  warn,
  type Env,
  type FeelContext,
  type FeelType,
  type FeelValue,
  type Run,
  type RunTest,
} from '@quancheng/engines/feel';
import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, fit, fitted, nameOf, textOf, typeOf, type Compilation } from './compilation.ts';
import { compileText, nothing } from './compile.ts';
import { createHitPolicy, type HitPolicy } from './hit-policy.ts';
import { limitedBy } from './item-types.ts';
import { priorityOf } from './priority.ts';
import { Session } from './session.ts';

interface Input {
  readonly expression: string;
  readonly roots: readonly string[];
  readonly run: Run;
  readonly allowed: FeelType | null;
}

interface Output {
  /** As it stands in the result; only a table with one output may leave it out. */
  readonly name: string;
  readonly run: Run;
}

interface Cell {
  readonly input: number;
  readonly test: RunTest;
}

interface Rule {
  readonly id: string;
  readonly index: number;
  /** Cells other than `-`. */
  readonly cells: readonly Cell[];
  readonly outputs: readonly Output[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** A rule that matched, with its outputs. */
export interface Match {
  readonly rule: Rule;
  readonly outputs: readonly FeelValue[];
}

interface Table {
  readonly id: string;
  readonly inputs: readonly Input[];
  readonly rules: readonly Rule[];
  readonly outputNames: readonly string[];
  readonly policy: HitPolicy;
  readonly otherwise: Run | null;
}

/** A decision table (DMN 1.5 §8). */
export function compileTable(element: DmnElement, owner: string, compilation: Compilation): Run {
  const columns = childrenOf(element, 'output');
  const outputNames = columns.map((column) => nameOf(column) || textOf(element, 'outputLabel') || owner);
  const types = columns.map((column) => typeOf(column, compilation));
  if (columns.length === 0) compilation.problems.add(element, 'missing', 'output');
  const inputs = childrenOf(element, 'input').map((input) => compileInput(input, compilation));
  const table: Table = {
    id: element.id ?? owner,
    inputs,
    outputNames,
    policy: createHitPolicy(element, priorityOf(columns, types, compilation), columns.length, compilation),
    otherwise: compileDefault(columns, outputNames, types, compilation),
    rules: childrenOf(element, 'rule').map((rule, index) =>
      compileRule(rule, index, { element, inputs, outputNames, types, columns }, compilation),
    ),
  };
  return (env) => decide(table, env);
}

function compileInput(element: DmnElement, compilation: Compilation): Input {
  const source = childOf(element, 'inputExpression');
  const text = source ? textOf(source, 'text') : '';
  if (!source || text === '') {
    compilation.problems.add(element, 'missing', 'inputExpression');
    return { expression: '', roots: [], run: nothing, allowed: null };
  }
  const { run, names } = compileText(text, source, compilation);
  const limits = childOf(element, 'inputValues');
  const limit = limits ? textOf(limits, 'text') : '';
  return {
    expression: text,
    roots: names,
    run: fitted(run, typeOf(source, compilation), `the input "${text}"`),
    allowed: limits && limit !== '' ? limitedBy({ kind: 'any' }, limit, limits, compilation) : null,
  };
}

interface Columns {
  readonly element: DmnElement;
  readonly inputs: readonly Input[];
  readonly columns: readonly DmnElement[];
  readonly outputNames: readonly string[];
  readonly types: readonly FeelType[];
}

function compileRule(rule: DmnElement, index: number, columns: Columns, compilation: Compilation): Rule {
  const entries = childrenOf(rule, 'inputEntry');
  const results = childrenOf(rule, 'outputEntry');
  if (entries.length !== columns.inputs.length || results.length !== columns.columns.length) {
    compilation.problems.add(rule, 'uneven');
  }
  return {
    id: rule.id ?? `${columns.element.id ?? ''}-${index + 1}`,
    index,
    cells: entries.flatMap((entry, input) => compileCell(entry, input, compilation)),
    outputs: results.map((result, at) => {
      const text = textOf(result, 'text');
      const name = columns.outputNames[at] ?? '';
      const run = text === '' || text === '-' ? nothing : compileText(text, result, compilation).run;
      return { name, run: fitted(run, columns.types[at] ?? { kind: 'any' }, `the output "${name}"`) };
    }),
    annotations: annotationsOf(rule, childrenOf(columns.element, 'annotation')),
  };
}

function compileCell(entry: DmnElement, input: number, compilation: Compilation): Cell[] {
  const text = textOf(entry, 'text');
  if (text === '' || text === '-') return [];
  try {
    const tests = compileUnaryTests(text, { names: compilation.names, types: compilation.types });
    for (const name of tests.names) compilation.reads.add(name);
    return tests.isAny ? [] : [{ input, test: tests.run }];
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    compilation.problems.add(entry, 'badExpression', text, error.message);
    return [{ input, test: () => null }];
  }
}

function annotationsOf(rule: DmnElement, columns: readonly DmnElement[]): Record<string, string> {
  const texts = childrenOf(rule, 'annotationEntry').map((entry, index) => {
    const column = columns[index];
    return [nameOf(column) || `annotation ${index + 1}`, textOf(entry, 'text')] as const;
  });
  const description = textOf(rule, 'description');
  const all = description === '' ? texts : [...texts, ['description', description] as const];
  return Object.fromEntries(all.filter(([, text]) => text !== ''));
}

/** What no rule matching gives, where the outputs have defaults (§8.2.11). */
function compileDefault(
  columns: readonly DmnElement[],
  names: readonly string[],
  types: readonly FeelType[],
  compilation: Compilation,
): Run | null {
  const entries = columns.map((column) => childOf(column, 'defaultOutputEntry'));
  if (entries.every((entry) => entry === undefined)) return null;
  const runs = entries.map((entry, index) => {
    const text = entry ? textOf(entry, 'text') : '';
    const run = entry && text !== '' ? compileText(text, entry, compilation).run : nothing;
    return fitted(run, types[index] ?? { kind: 'any' }, `the default of "${names[index] ?? ''}"`);
  });
  return (env) =>
    outputValue(
      names,
      runs.map((run) => run(env)),
    );
}

/** One output is itself the value; several are a context. */
function outputValue(names: readonly string[], outputs: readonly FeelValue[]): FeelValue {
  if (names.length === 1) return outputs[0] ?? null;
  const context: FeelContext = {};
  for (const [index, name] of names.entries()) setEntry(context, name, outputs[index] ?? null);
  return context;
}

function decide(table: Table, env: Env): FeelValue {
  const { inputs, rules, policy, outputNames } = table;
  const values: FeelValue[] = [];
  for (const { run, allowed, expression } of inputs) {
    const value = run(env);
    if (allowed && value !== null && fit(value, allowed, `the input "${expression}"`, env) === null)
      return null;
    values.push(value);
  }
  const matches: Match[] = [];
  for (const rule of rules) {
    if (!matchesAll(rule, values, env)) continue;
    matches.push({ rule, outputs: rule.outputs.map(({ run }) => run(env)) });
    if (policy.firstOnly) break;
  }
  if (matches.length === 0 && table.otherwise) return table.otherwise(env);
  const chosen = policy.choose(matches);
  if (!chosen) return warn(env.evaluation, `the rules of ${table.id} contradict each other`);
  if (env.evaluation instanceof Session)
    for (const match of chosen) record(env.evaluation, table, match, values);
  return policy.result(chosen.map(({ outputs }) => outputValue(outputNames, outputs)));
}

function matchesAll(rule: Rule, values: readonly FeelValue[], env: Env): boolean {
  for (const { input, test } of rule.cells) if (test(values[input] ?? null, env) !== true) return false;
  return true;
}

function record(
  session: Session,
  table: Table,
  { rule, outputs }: Match,
  values: readonly FeelValue[],
): void {
  const json: Record<string, unknown> = {};
  const { decision } = session;
  for (const [index, name] of table.outputNames.entries()) json[name] = toJson(outputs[index] ?? null);
  session.fired.push({
    decision: decision?.id ?? '',
    table: table.id,
    rule: rule.id,
    index: rule.index,
    annotations: { ...rule.annotations },
    inputs: rule.cells.map(({ input }) => ({
      expression: table.inputs[input]?.expression ?? '',
      roots: [...(decision?.rootsOf(table.inputs[input]?.roots ?? []) ?? [])],
      value: toJson(values[input] ?? null),
    })),
    outputs: json,
  });
}
