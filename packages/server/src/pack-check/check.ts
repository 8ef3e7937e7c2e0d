import { kernelResources } from '@quancheng/kernel/data/catalogue';
import { heldLicenceResource } from '@quancheng/kernel/service/licences';
import { feelExpressions } from '@quancheng/kernel/service/cases';
import { readDecisions, type DecisionModel } from '@quancheng/kernel/work/decisions';
import { ProcessImportError, readProcess, type ProcessDefinition } from '@quancheng/kernel/work/processes';
import { PackError } from '@quancheng/pack-sdk';
import { loadPackDir, type LoadedPack } from '../city.ts';
import { formRules } from './forms.ts';
import { itemRules } from './items.ts';
import { processRules } from './processes.ts';
import { wordRules } from './words.ts';

/** What a rule found in a pack. */
export interface PackFinding {
  rule: string;
  /** File and place within it. */
  at: string;
  text: string;
}

/** A pack as the rules see it: its files, read and compiled. */
export interface CheckedPack extends LoadedPack {
  processes: ProcessDefinition[];
  models: DecisionModel[];
  /** Codes of the resources that it may name. */
  resources: ReadonlySet<string>;
}

export type PackRule = (
  pack: CheckedPack,
) => Promise<Omit<PackFinding, 'rule'>[]> | Omit<PackFinding, 'rule'>[];

/** The rules of conformance by name; each has a broken pack in the tests that it must refuse. */
export const packRules: Readonly<Record<string, PackRule>> = {
  ...itemRules,
  ...formRules,
  ...processRules,
  ...wordRules,
};

/** Checks a pack against its schemas and every rule; an empty list means that it conforms. */
export async function checkPack(dir: string): Promise<PackFinding[]> {
  let pack: LoadedPack;
  try {
    pack = await loadPackDir(dir);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.problems.map(({ file, path, text }) => ({
      rule: 'schema',
      at: `${file}${path}`,
      text: text.en,
    }));
  }
  const findings: PackFinding[] = [];
  const processes: ProcessDefinition[] = [];
  for (const [name, xml] of Object.entries(pack.content.processes)) {
    try {
      processes.push(await readProcess(xml, feelExpressions));
    } catch (error) {
      findings.push(...importFindings('process-runs', `processes/${name}.bpmn`, error));
    }
  }
  const models: DecisionModel[] = [];
  for (const [name, xml] of Object.entries(pack.content.decisions)) {
    try {
      models.push(await readDecisions(xml));
    } catch (error) {
      findings.push(...importFindings('decision-reads', `decisions/${name}.dmn`, error));
    }
  }
  const own = pack.content.resources.map((resource) => resource.$id);
  const kernel = (await kernelResources()).map((resource) => resource.$id);
  const resources = new Set([...own, ...pack.manifest.uses, ...kernel, heldLicenceResource.$id]);
  const checked: CheckedPack = { ...pack, processes, models, resources };
  for (const [rule, check] of Object.entries(packRules)) {
    findings.push(...(await check(checked)).map((finding) => ({ rule, ...finding })));
  }
  return findings;
}

function importFindings(rule: string, file: string, error: unknown): PackFinding[] {
  if (error instanceof ProcessImportError) {
    return error.problems.map((problem) => ({
      rule,
      at: `${file}#${problem.elementId}`,
      text: problem.message.en,
    }));
  }
  return [{ rule, at: file, text: error instanceof Error ? error.message : String(error) }];
}
