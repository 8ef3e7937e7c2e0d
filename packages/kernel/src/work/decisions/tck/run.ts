import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isContext, type FeelValue } from '@quancheng/engines/feel';
import { callKnowledge, decide, runDecisionService, type RawAnswer } from '../evaluate.ts';
import type { DecisionModel } from '../model.ts';
import { readLeniently } from '../read.ts';
import { describe, isExpected, readValue } from './values.ts';
import { readXml, type XmlElement } from './xml.ts';

/** Results of the suite; a failure is `folder/file case result: reason`. */
export interface TckReport {
  passed: number;
  failed: number;
  failures: string[];
}

/**
 * Runs the cases of the DMN Technology Compatibility Kit in a folder and the folders below it; each expected
 * result of a case counts once. A file with an expression that cannot be read still runs: its result is null,
 * which is what the suite expects of it.
 */
export async function runTck(dir: string): Promise<TckReport> {
  const report: TckReport = { passed: 0, failed: 0, failures: [] };
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const folders = Map.groupBy(
    entries.filter((entry) => entry.isFile()),
    ({ parentPath }) => parentPath,
  );
  for (const [folder, files] of [...folders].toSorted(([a], [b]) => a.localeCompare(b))) {
    const names = files.map(({ name }) => name).toSorted();
    const tests = names.filter((name) => name.endsWith('.xml'));
    const models = names.filter((name) => name.endsWith('.dmn'));
    if (tests.length > 0 && models.length > 0) await runFolder(folder, tests, models, report);
  }
  return report;
}

async function runFolder(
  folder: string,
  tests: readonly string[],
  models: readonly string[],
  report: TckReport,
): Promise<void> {
  const read = await readModels(folder, models);
  for (const test of tests) {
    const root = readXml(await readFile(path.join(folder, test), 'utf8'));
    const modelName = root.children.find(({ name }) => name === 'modelName')?.text.trim() ?? '';
    const model = read.get(modelName);
    for (const testCase of root.children.filter(({ name }) => name === 'testCase')) {
      runCase(`${path.basename(folder)}/${test}`, testCase, model, report);
    }
  }
}

/** Models may import others of their folder, so each is read when those it imports have been. */
async function readModels(
  folder: string,
  files: readonly string[],
): Promise<Map<string, DecisionModel | Error>> {
  const result = new Map<string, DecisionModel | Error>();
  let waiting = await Promise.all(
    files.map(async (file) => ({ file, xml: await readFile(path.join(folder, file), 'utf8') })),
  );
  while (waiting.length > 0) {
    const known = [...result.values()].filter((model): model is DecisionModel => !(model instanceof Error));
    const again: typeof waiting = [];
    for (const { file, xml } of waiting) {
      const { model, problems } = await readLeniently(xml, known);
      if (problems.some(({ code }) => code === 'unknownImport')) again.push({ file, xml });
      else result.set(file, model ?? new Error(problems.map(({ message }) => message.en).join('; ')));
    }
    if (again.length === waiting.length) {
      for (const { file } of again) result.set(file, new Error('imports what is not there'));
      return result;
    }
    waiting = again;
  }
  return result;
}

function runCase(
  file: string,
  testCase: XmlElement,
  model: DecisionModel | Error | undefined,
  report: TckReport,
): void {
  const inputs: Record<string, FeelValue> = {};
  for (const node of testCase.children.filter(({ name }) => name === 'inputNode')) {
    inputs[node.attributes['name'] ?? ''] = readValue(node);
  }
  for (const node of testCase.children.filter(({ name }) => name === 'resultNode')) {
    const name = node.attributes['name'] ?? '';
    const reason = model instanceof Error || !model ? String(model) : check(model, testCase, node, inputs);
    if (reason === null) report.passed += 1;
    else {
      report.failed += 1;
      report.failures.push(`${file} ${testCase.attributes['id'] ?? '-'} ${name}: ${reason}`);
    }
  }
}

/** Null where the result is as expected, else why not. */
function check(
  model: DecisionModel,
  testCase: XmlElement,
  node: XmlElement,
  inputs: Record<string, FeelValue>,
): string | null {
  const expectedElement = node.children.find(({ name }) => name === 'expected');
  const expected = expectedElement ? readValue(expectedElement) : null;
  try {
    const { value, warnings } = evaluate(model, testCase, node, inputs);
    if (isExpected(value, expected)) return null;
    return `expected ${describe(expected)}, got ${describe(value)}${warnings.length > 0 ? ` (${warnings.join('; ')})` : ''}`;
  } catch (error) {
    return String(error);
  }
}

function evaluate(
  model: DecisionModel,
  testCase: XmlElement,
  node: XmlElement,
  inputs: Record<string, FeelValue>,
): RawAnswer {
  const name = node.attributes['name'] ?? '';
  const invocable = testCase.attributes['invocableName'] ?? name;
  if (testCase.attributes['type'] === 'decisionService') {
    return resultNamed(name, runDecisionService(model, invocable, inputs));
  }
  if (testCase.attributes['type'] === 'bkm') return callKnowledge(model, invocable, inputs);
  return decide(model, name, inputs);
}

/** A service with several outputs answers a context of them, of which a result names one. */
function resultNamed(name: string, answer: RawAnswer): RawAnswer {
  const { value } = answer;
  return isContext(value) && Object.hasOwn(value, name) ? { ...answer, value: value[name] ?? null } : answer;
}
