import { operationNames, verbs } from '@quancheng/kernel/service/cases';
import { analyse, type ProcessDefinition, type ProcessNode } from '@quancheng/kernel/work/processes';
import type { CheckedPack, Found, PackRule } from './check.ts';
import {
  cannotEnd,
  neverReached,
  nobody,
  noDecision,
  noForm,
  noHeader,
  noLicence,
  noOperation,
  noProperty,
  noQuestion,
  noResource,
  noText,
  noVerb,
  stopsAt,
} from './texts.ts';

type NodeOf<K extends ProcessNode['kind']> = Extract<ProcessNode, { kind: K }>;

function nodes<K extends ProcessNode['kind']>(
  { processes }: CheckedPack,
  kind: K,
): { at: string; node: NodeOf<K> }[] {
  return processes.flatMap((process) =>
    [...process.nodes.values()]
      .filter((node): node is NodeOf<K> => node.kind === kind)
      .map((node) => ({ at: `processes/${process.id}#${node.id}`, node })),
  );
}

const operations: PackRule = (pack) =>
  nodes(pack, 'service').flatMap(({ at, node }) =>
    operationNames.includes(node.operation) ? [] : [{ at, text: noOperation(node.operation) }],
  );

const needed: Readonly<Record<string, readonly string[]>> = {
  'library.query': ['resource', 'into'],
  'library.add': ['resource', 'into'],
  'library.change': ['resource'],
  'case.not-grant': ['decision'],
  'case.end': ['reason'],
  'licence.issue': ['type'],
  'licence.holder': ['type'],
  'licence.replace': ['type', 'kind'],
  'fee.order': ['name', 'into'],
  'payout.order': ['purpose', 'into'],
  'party.ask': ['role'],
  'message.send': ['text'],
};

const headers: PackRule = (pack) =>
  nodes(pack, 'service').flatMap(({ at, node }) => {
    const { resource, type } = node.headers;
    const missing = (needed[node.operation] ?? [])
      .filter((name) => !node.headers[name])
      .map((name) => ({ at, text: noHeader(name) }));
    const foreign =
      resource !== undefined && !pack.resources.has(resource) ? [{ at, text: noResource(resource) }] : [];
    const licence =
      type !== undefined && !pack.content.licences.some(({ code }) => code === type)
        ? [{ at, text: noLicence(type) }]
        : [];
    return [...missing, ...foreign, ...licence];
  });

const texts: PackRule = (pack) =>
  nodes(pack, 'service').flatMap(({ at, node }) => {
    const { reason, name, text } = node.headers;
    const keys = [
      ...(node.operation === 'case.end' ? [reason] : []),
      ...(node.operation === 'fee.order' ? [name] : []),
      ...(node.operation === 'message.send' ? [`${text}.title`, `${text}.body`] : []),
    ];
    return keys
      .filter((key) => key !== undefined)
      .filter((key) => !(key in pack.content.texts.zh.texts))
      .map((key) => ({ at, text: noText(key) }));
  });

const parts = new Set(['applicant', 'coApplicant', 'clerk', 'inspector', 'reviewer', 'decider']);

const tasks: PackRule = (pack) =>
  nodes(pack, 'user').flatMap(({ at, node }) => {
    const listed = wordsOf(node.properties['verbs']);
    const asked = new Set(pack.content.forms.flatMap((form) => Object.keys(form.properties)));
    const group = node.candidateGroups?.evaluate({}, new Date());
    return [
      ...(listed.length === 0 ? [{ at, text: noProperty('verbs') }] : []),
      ...(node.properties['nameEn'] === undefined ? [{ at, text: noProperty('nameEn') }] : []),
      ...listed
        .filter((verb) => !(verbs as readonly string[]).includes(verb))
        .map((verb) => ({ at, text: noVerb(verb) })),
      ...wordsOf(node.properties['confirms'])
        .filter((name) => !asked.has(name))
        .map((name) => ({ at, text: noQuestion(name) })),
      ...(typeof group === 'string' && parts.has(group) ? [] : [{ at, text: nobody(String(group ?? '')) }]),
      ...(node.form !== undefined && !pack.content.forms.some((form) => form.$id === node.form)
        ? [{ at, text: noForm(node.form) }]
        : []),
    ];
  });

function wordsOf(property: string | undefined): string[] {
  return (property ?? '').split(/[\s,]+/).filter(Boolean);
}

const decisions: PackRule = (pack) => {
  const known = new Set(pack.models.flatMap((model) => model.decisions.map(({ id }) => id)));
  return nodes(pack, 'rule').flatMap(({ at, node }) =>
    known.has(node.decision) ? [] : [{ at, text: noDecision(node.decision) }],
  );
};

/** Elements as people know them. */
function named({ nodes }: ProcessDefinition, ids: readonly string[]): string[] {
  return ids.map((id) => nodes.get(id)?.name || id);
}

/** Every state can be reached and left: the state space has no deadlock and no element in vain. */
const sound: PackRule = async ({ processes }) => {
  const findings: Found[] = [];
  for (const process of processes) {
    const at = `processes/${process.id}`;
    const analysis = await analyse(process);
    for (const { elements } of analysis.deadlocks)
      findings.push({ at, text: stopsAt(named(process, elements)) });
    for (const { elements } of analysis.cannotComplete)
      findings.push({ at, text: cannotEnd(named(process, elements)) });
    for (const element of analysis.neverReached)
      findings.push({ at: `${at}#${element}`, text: neverReached });
  }
  return findings;
};

export const processRules = {
  'process-operations': operations,
  'process-headers': headers,
  'process-texts': texts,
  'process-tasks': tasks,
  'process-decisions': decisions,
  'process-sound': sound,
};
