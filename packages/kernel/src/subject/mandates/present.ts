import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { isGiven, type Mandate, type MandatePorts } from './model.ts';

/** What the principal is to the agent, and the agent to the principal. */
const relations: Readonly<Record<Mandate['kind'], { principal: Text; agent: Text }>> = {
  agent: {
    principal: { zh: '受托经办人', en: 'Appointed agent' },
    agent: { zh: '受托经办人', en: 'Appointed agent' },
  },
  once: {
    principal: { zh: '授权您办一次', en: 'One application' },
    agent: { zh: '只办一次', en: 'One application' },
  },
  case: {
    principal: { zh: '请您办这一件', en: 'One case' },
    agent: { zh: '只办这一件', en: 'One case' },
  },
  guardian: {
    principal: { zh: '被监护人', en: 'Your ward' },
    agent: { zh: '监护人', en: 'Guardian' },
  },
  parent: {
    principal: { zh: '未成年子女', en: 'Your child' },
    agent: { zh: '父母', en: 'Parent' },
  },
  representative: {
    principal: { zh: '法定代表人', en: 'Legal representative' },
    agent: { zh: '法定代表人', en: 'Legal representative' },
  },
};

export async function presentHeld(ctx: Context, ports: MandatePorts, mandates: readonly Mandate[]) {
  const names = await principalNames(ctx, ports, mandates);
  const titles = await titlesOf(ctx, ports, mandates);
  return mandates.map((mandate) => ({
    ...common(mandate, titles),
    name: names.get(mandate.principalId) ?? '',
    relation: relations[mandate.kind].principal,
  }));
}

export async function presentGranted(ctx: Context, ports: MandatePorts, mandates: readonly Mandate[]) {
  const principals = await principalNames(ctx, ports, mandates);
  const agents = await ports.namesOf(ctx, 'person', unique(mandates.map((entry) => entry.agentPersonId)));
  const titles = await titlesOf(ctx, ports, mandates);
  return mandates.map((mandate) => ({
    ...common(mandate, titles),
    principal: principals.get(mandate.principalId) ?? '',
    agent: agents.get(mandate.agentPersonId) ?? '',
    relation: relations[mandate.kind].agent,
  }));
}

/** Items of a scope with their everyday names. */
export function namedItems(scope: readonly string[], titles: ReadonlyMap<string, Text>) {
  return scope.map((code) => ({ code, title: titles.get(code) ?? { zh: code, en: code } }));
}

function common(mandate: Mandate, titles: ReadonlyMap<string, Text>) {
  const { id, principalId, principalKind, kind, validFrom, validUntil, scope, caseId } = mandate;
  return {
    id,
    principalId,
    kind: principalKind,
    mandate: kind,
    scope: namedItems(scope, titles),
    validFrom,
    validUntil,
    revocable: isGiven(mandate),
    caseId,
  };
}

async function principalNames(ctx: Context, ports: MandatePorts, mandates: readonly Mandate[]) {
  const idsOf = (kind: Mandate['principalKind']) =>
    unique(
      mandates.filter(({ principalKind }) => principalKind === kind).map(({ principalId }) => principalId),
    );
  return new Map([
    ...(await ports.namesOf(ctx, 'person', idsOf('person'))),
    ...(await ports.namesOf(ctx, 'entity', idsOf('entity'))),
  ]);
}

function titlesOf(ctx: Context, ports: MandatePorts, mandates: readonly Mandate[]) {
  return ports.itemTitles(ctx, unique(mandates.flatMap(({ scope }) => scope)));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
