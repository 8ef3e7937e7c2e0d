import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import { compileMessage, endsAtOnce, operationOf } from './compile-parts.ts';
import { constant } from './expressions.ts';
import { attempt, checkExtensions, readHeaders, readMappings, readProperties, textOf } from './extensions.ts';
import type { NodeBase, ProcessNode, Timer } from './model.ts';
import { eventWord } from './names.ts';
import { findCycle, findDuration, findInstant } from './timers.ts';

/** Compiles an event (BPMN 2.0 §10.5); undefined when its kind cannot run. */
export function compileEvent(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
): ProcessNode | undefined {
  const definition = readDefinition(compilation, element);
  if (definition === 'bad') return undefined;
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return compileStart(compilation, element, base, definition);
    case 'bpmn:EndEvent':
      return compileEnd(compilation, element, base, definition);
    case 'bpmn:IntermediateThrowEvent':
      if (!definition) return { ...base, kind: 'throw' };
      if (definition.$type === 'bpmn:MessageEventDefinition') return thrower(compilation, element, base);
      break;
    case 'bpmn:IntermediateCatchEvent':
      return compileCatch(compilation, element, base, definition);
    case 'bpmn:BoundaryEvent':
      return compileBoundary(compilation, element, base, definition);
  }
  compilation.problems.add(element, 'unsupported', eventWord(element.$type, definition?.$type));
  return undefined;
}

function readDefinition(compilation: Compilation, element: ModdleElement): ModdleElement | undefined | 'bad' {
  const definitions = (element.get('eventDefinitions') as ModdleElement[] | undefined) ?? [];
  const references = (element.get('eventDefinitionRef') as ModdleElement[] | undefined) ?? [];
  if (definitions.length > 1 || references.length > 0 || element.get('parallelMultiple') === true) {
    compilation.problems.add(element, 'unsupported', { zh: '多重事件', en: 'a multiple event' });
    return 'bad';
  }
  for (const definition of definitions) checkExtensions(compilation, definition, element);
  return definitions[0];
}

function compileStart(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
  definition: ModdleElement | undefined,
): ProcessNode | undefined {
  if (!definition) return { ...base, kind: 'start' };
  if (base.parent === null && definition.$type === 'bpmn:TimerEventDefinition') {
    const timer = compileTimer(compilation, element, definition);
    return { ...base, kind: 'start', ...(timer ? { timer } : {}) };
  }
  if (base.parent === null && definition.$type === 'bpmn:MessageEventDefinition') {
    return { ...base, kind: 'start', message: compileMessage(compilation, element, definition, 'start') };
  }
  compilation.problems.add(element, 'unsupported', eventWord(element.$type, definition.$type));
  return undefined;
}

function compileEnd(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
  definition: ModdleElement | undefined,
): ProcessNode | undefined {
  switch (definition?.$type) {
    case undefined:
      return { ...base, kind: 'end' };
    case 'bpmn:TerminateEventDefinition':
      return { ...base, kind: 'end', terminate: true };
    case 'bpmn:MessageEventDefinition':
      return thrower(compilation, element, base);
    case 'bpmn:ErrorEventDefinition': {
      const code = textOf(definition?.get('errorRef') as ModdleElement | undefined, 'errorCode');
      if (!code) compilation.problems.add(element, 'missing', { zh: '错误代码', en: 'error code' });
      return { ...base, kind: 'end', errorCode: code ?? '' };
    }
    default:
      compilation.problems.add(element, 'unsupported', eventWord(element.$type, definition?.$type));
      return undefined;
  }
}

function thrower(compilation: Compilation, element: ModdleElement, base: NodeBase): ProcessNode {
  return {
    ...base,
    kind: 'service',
    operation: operationOf(compilation, element),
    inputs: readMappings(compilation, element, 'inputParameters'),
    headers: readHeaders(element),
    boundaries: [],
  };
}

function compileCatch(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
  definition: ModdleElement | undefined,
): ProcessNode | undefined {
  if (definition?.$type === 'bpmn:MessageEventDefinition') {
    return { ...base, kind: 'catch', message: compileMessage(compilation, element, definition, 'keyed') };
  }
  if (definition?.$type === 'bpmn:TimerEventDefinition') {
    const timer = compileTimer(compilation, element, definition);
    refuseCycle(compilation, element, timer);
    return { ...base, kind: 'catch', ...(timer ? { timer } : {}) };
  }
  compilation.problems.add(element, 'unsupported', eventWord(element.$type, definition?.$type));
  return undefined;
}

function compileBoundary(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
  definition: ModdleElement | undefined,
): ProcessNode | undefined {
  const { problems } = compilation;
  const host = element.get('attachedToRef') as ModdleElement | undefined;
  const interrupting = element.get('cancelActivity') !== false;
  const common = { ...base, kind: 'boundary', attachedTo: host?.id ?? '', interrupting } as const;
  if (!host?.id) problems.add(element, 'missing', 'attachedToRef');
  if (definition && host && endsAtOnce(host.$type) && definition.$type !== 'bpmn:ErrorEventDefinition') {
    problems.add(element, 'neverFires', eventWord(element.$type, definition.$type));
  }
  switch (definition?.$type) {
    case 'bpmn:TimerEventDefinition': {
      const timer = compileTimer(compilation, element, definition);
      if (interrupting) refuseCycle(compilation, element, timer);
      return { ...common, ...(timer ? { timer } : {}) };
    }
    case 'bpmn:MessageEventDefinition':
      return { ...common, message: compileMessage(compilation, element, definition, 'keyed') };
    case 'bpmn:ErrorEventDefinition': {
      if (!interrupting) {
        problems.add(element, 'unsupported', {
          zh: '非中断的错误事件',
          en: 'a non-interrupting error event',
        });
      }
      const error = definition?.get('errorRef') as ModdleElement | undefined;
      const code = textOf(error, 'errorCode');
      if (error && !code) problems.add(element, 'missing', { zh: '错误代码', en: 'error code' });
      return { ...common, error: code ? { code } : {} };
    }
    default:
      problems.add(element, 'unsupported', eventWord(element.$type, definition?.$type));
      return undefined;
  }
}

function refuseCycle({ problems }: Compilation, element: ModdleElement, timer: Timer | undefined): void {
  if (timer?.kind !== 'cycle') return;
  problems.add(element, 'unsupported', {
    zh: '此处的循环定时',
    en: 'a timer cycle here, where it can fire only once,',
  });
}

const literal = { timeDate: findInstant, timeDuration: findDuration, timeCycle: findCycle };
const kinds = { timeDate: 'date', timeDuration: 'duration', timeCycle: 'cycle' } as const;

function compileTimer(
  compilation: Compilation,
  element: ModdleElement,
  definition: ModdleElement,
): Timer | undefined {
  const { problems, expressions } = compilation;
  const given = (['timeDate', 'timeDuration', 'timeCycle'] as const).filter((name) => definition.get(name));
  const name = given[0];
  const text = name && textOf(definition.get(name) as ModdleElement, 'body');
  if (given.length !== 1 || !name || !text) {
    problems.add(element, 'missing', { zh: '（唯一的）时间定义', en: 'one time definition' });
    return undefined;
  }
  const isExpression = text.startsWith('=');
  if (!isExpression && !literal[name](text)) problems.add(element, 'badTimer', text);
  const value = isExpression
    ? attempt(compilation, element, text, () => expressions.compile(text.slice(1)))
    : constant(text);
  const calendar = readProperties(element)['calendar'];
  if (calendar !== undefined && calendar !== 'working')
    problems.add(element, 'unsupported', `calendar “${calendar}”`);
  return { kind: kinds[name], value, ...(calendar === 'working' ? { calendar } : {}) };
}
