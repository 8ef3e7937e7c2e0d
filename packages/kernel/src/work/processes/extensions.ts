import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import { compileValue } from './expressions.ts';
import type { Expression, Mapping } from './model.ts';

/** Extensions that are read, and where they have a meaning; `*` is everywhere. */
const readOn: Record<string, readonly string[]> = {
  'zeebe:Properties': ['*'],
  'zeebe:VersionTag': ['bpmn:Process'],
  'zeebe:UserTask': ['bpmn:UserTask'],
  'zeebe:TaskDefinition': [
    'bpmn:ServiceTask',
    'bpmn:SendTask',
    'bpmn:IntermediateThrowEvent',
    'bpmn:EndEvent',
  ],
  'zeebe:TaskHeaders': [
    'bpmn:ServiceTask',
    'bpmn:SendTask',
    'bpmn:UserTask',
    'bpmn:BusinessRuleTask',
    'bpmn:IntermediateThrowEvent',
    'bpmn:EndEvent',
  ],
  'zeebe:IoMapping': ['*'],
  'zeebe:CalledDecision': ['bpmn:BusinessRuleTask'],
  'zeebe:CalledElement': ['bpmn:CallActivity'],
  'zeebe:AssignmentDefinition': ['bpmn:UserTask'],
  'zeebe:FormDefinition': ['bpmn:UserTask', 'bpmn:StartEvent'],
  'zeebe:Script': ['bpmn:ScriptTask'],
  'zeebe:Subscription': ['bpmn:Message'],
  'zeebe:LoopCharacteristics': ['bpmn:MultiInstanceLoopCharacteristics'],
};

/** Attributes of extensions that would change how an element runs and are not obeyed. */
const ignoredAttributes: Record<string, readonly string[]> = {
  'zeebe:TaskDefinition': ['retries'],
  'zeebe:AssignmentDefinition': ['assignee', 'candidateUsers'],
  'zeebe:CalledElement': ['processIdExpression', 'businessId', 'versionTag'],
  'zeebe:CalledDecision': ['versionTag'],
  'zeebe:FormDefinition': ['versionTag'],
};

const otherEngines = ['camunda.org/schema/1.0', 'flowable.org', 'activiti.org', 'drools', 'jbpm'];

export function extensionsOf(element: ModdleElement): ModdleElement[] {
  const holder = element.get('extensionElements') as ModdleElement | undefined;
  return (holder?.get('values') as ModdleElement[] | undefined) ?? [];
}

export function findExtension(element: ModdleElement, type: string): ModdleElement | undefined {
  return extensionsOf(element).find((extension) => extension.$type === type);
}

export function textOf(element: ModdleElement | undefined, property: string): string | undefined {
  const value = element?.get(property);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Refuses extensions that would be without effect; those of tools that only draw are left alone. */
export function checkExtensions(compilation: Compilation, element: ModdleElement, blamed = element): void {
  const { problems } = compilation;
  for (const extension of extensionsOf(element)) {
    const places = readOn[extension.$type];
    if (places && (places.includes('*') || places.includes(element.$type))) {
      for (const attribute of ignoredAttributes[extension.$type] ?? []) {
        if (textOf(extension, attribute))
          problems.add(blamed, 'unsupported', `${extension.$type} ${attribute}`);
      }
      const binding = 'bindingType' in extension ? textOf(extension, 'bindingType') : undefined;
      if (binding && binding !== 'latest') problems.add(blamed, 'unsupported', `bindingType ${binding}`);
    } else if (extension.$type.startsWith('zeebe:')) {
      problems.add(blamed, 'unsupported', extension.$type);
    } else if (otherEngines.some((engine) => extension.$descriptor?.ns?.uri?.includes(engine))) {
      problems.add(blamed, 'foreignExtension', extension.$type);
    }
  }
  for (const attribute of Object.keys(element.$attrs)) {
    const uri = compilation.namespaces[attribute.split(':')[0] ?? ''];
    if (otherEngines.some((engine) => uri?.includes(engine)))
      problems.add(blamed, 'foreignExtension', attribute);
  }
}

export function readProperties(element: ModdleElement): Record<string, string> {
  const list = findExtension(element, 'zeebe:Properties')?.get('properties') as ModdleElement[] | undefined;
  return Object.fromEntries((list ?? []).map((entry) => [entry.get('name'), entry.get('value') ?? '']));
}

export function readHeaders(element: ModdleElement): Record<string, string> {
  const list = findExtension(element, 'zeebe:TaskHeaders')?.get('values') as ModdleElement[] | undefined;
  return Object.fromEntries((list ?? []).map((entry) => [entry.get('key'), entry.get('value') ?? '']));
}

export function readMappings(
  compilation: Compilation,
  element: ModdleElement,
  side: 'inputParameters' | 'outputParameters',
): Mapping[] {
  const list = findExtension(element, 'zeebe:IoMapping')?.get(side) as ModdleElement[] | undefined;
  return (list ?? []).flatMap((entry) => {
    const target = textOf(entry, 'target');
    const value = compileText(compilation, element, textOf(entry, 'source') ?? '');
    if (!target) compilation.problems.add(element, 'missing', 'zeebe:ioMapping target');
    return target ? [{ target: target.split('.'), value }] : [];
  });
}

/** Compiles text that may be an expression; a bad one becomes a problem of `element`. */
export function compileText(compilation: Compilation, element: ModdleElement, text: string): Expression {
  return attempt(compilation, element, text, () => compileValue(text, compilation.expressions));
}

export function attempt(
  { problems }: Compilation,
  element: ModdleElement,
  text: string,
  compile: () => Expression,
): Expression {
  try {
    return compile();
  } catch (error) {
    problems.add(element, 'badExpression', text, error instanceof Error ? error.message : String(error));
    return { evaluate: () => null };
  }
}
