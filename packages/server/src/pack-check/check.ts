import { kernelResources } from '@quancheng/kernel/data/catalogue';
import type { Text } from '@quancheng/kernel/platform/text';
import { heldLicenceResource } from '@quancheng/kernel/service/licences';
import { feelExpressions } from '@quancheng/kernel/service/cases';
import { DecisionImportError, readDecisions, type DecisionModel } from '@quancheng/kernel/work/decisions';
import { ProcessImportError, readProcess, type ProcessDefinition } from '@quancheng/kernel/work/processes';
import { PackError } from '@quancheng/pack-sdk';
import { loadPackDir, type LoadedPack } from '../city.ts';
import { formRules } from './forms.ts';
import { itemRules } from './items.ts';
import { layoutRules } from './layouts.ts';
import { licenceRules } from './licences.ts';
import { processRules } from './processes.ts';
import { wordRules } from './words.ts';

/** What a rule found in a pack. */
export interface PackFinding {
  rule: string;
  /** File and place within it. */
  at: string;
  text: Text;
}

/** A finding by a rule that need not name itself. */
export type Found = Omit<PackFinding, 'rule'>;

/** A pack as the rules see it: its files, read and compiled. */
export interface CheckedPack extends LoadedPack {
  processes: ProcessDefinition[];
  models: DecisionModel[];
  /** Codes of the resources that it may name. */
  resources: ReadonlySet<string>;
}

export type PackRule = (pack: CheckedPack) => Promise<Found[]> | Found[];

/** The rules of conformance by name; each has a broken pack in the tests that it must refuse. */
export const packRules: Readonly<Record<string, PackRule>> = {
  ...itemRules,
  ...formRules,
  ...processRules,
  ...wordRules,
  ...layoutRules,
  ...licenceRules,
};

/** Checks a pack against its schemas and every rule; an empty list means that it conforms. */
export async function checkPack(dir: string): Promise<PackFinding[]> {
  let pack: LoadedPack;
  try {
    pack = await loadPackDir(dir);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.problems.map(({ file, path, text }) => ({ rule: 'schema', at: `${file}${path}`, text }));
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
  const checked: CheckedPack = { ...pack, processes, models, resources: await resourcesOf(pack) };
  for (const [rule, check] of Object.entries(packRules)) {
    findings.push(...(await check(checked)).map((finding) => ({ rule, ...finding })));
  }
  return findings;
}

/** Codes of the resources that a pack may name: its own, those it says it uses, those of the kernel. */
export async function resourcesOf({ content, manifest }: LoadedPack): Promise<ReadonlySet<string>> {
  const own = content.resources.map((resource) => resource.$id);
  const kernel = (await kernelResources()).map((resource) => resource.$id);
  return new Set([...own, ...manifest.uses, ...kernel, heldLicenceResource.$id]);
}

function importFindings(rule: string, file: string, error: unknown): PackFinding[] {
  if (error instanceof ProcessImportError || error instanceof DecisionImportError) {
    return error.problems.map(({ elementId, message }) => ({
      rule,
      at: elementId === '' ? file : `${file}#${elementId}`,
      text: message,
    }));
  }
  const reason = error instanceof Error ? error.message : String(error);
  return [{ rule, at: file, text: { zh: `读不出来：${reason}`, en: `it cannot be read: ${reason}` } }];
}
