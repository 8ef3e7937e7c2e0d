import type { ModdleElement } from 'bpmn-moddle';
import type { Compilation } from './compilation.ts';
import { compileMessage, operationOf } from './compile-parts.ts';
import { compileCondition, compileValue } from './expressions.ts';
import {
  attempt,
  checkExtensions,
  compileText,
  findExtension,
  readHeaders,
  readMappings,
  textOf,
} from './extensions.ts';
import type { ActivityNode, Loop, NodeBase } from './model.ts';

type Fields<T> = T extends ActivityNode
  ? Omit<T, keyof NodeBase | 'inputs' | 'headers' | 'boundaries' | 'loop'>
  : never;

/** What is particular to one kind of activity; undefined when that kind cannot run. */
type OwnFields = Fields<ActivityNode>;

/** Compiles a task or call activity (BPMN 2.0 §10.3); a subprocess brings its `start`. */
export function compileActivity(
  compilation: Compilation,
  element: ModdleElement,
  base: NodeBase,
  boundaries: readonly string[],
  start: string | undefined,
): ActivityNode | undefined {
  checkActivity(compilation, element);
  const own = ownFields(compilation, element, start);
  const loop = compileLoop(compilation, element);
  if (!own) return undefined;
  return {
    ...base,
    inputs: readMappings(compilation, element, 'inputParameters'),
    headers: readHeaders(element),
    boundaries,
    ...(loop ? { loop } : {}),
    ...own,
  };
}

function ownFields(
  compilation: Compilation,
  element: ModdleElement,
  start: string | undefined,
): OwnFields | undefined {
  switch (element.$type) {
    case 'bpmn:UserTask':
      return userFields(compilation, element);
    case 'bpmn:ServiceTask':
    case 'bpmn:SendTask':
      return { kind: 'service', operation: operationOf(compilation, element) };
    case 'bpmn:BusinessRuleTask':
      return ruleFields(compilation, element);
    case 'bpmn:ScriptTask':
      return scriptFields(compilation, element);
    case 'bpmn:ReceiveTask':
      if (element.get('instantiate')) compilation.problems.add(element, 'unsupported', 'instantiate');
      return { kind: 'receive', message: compileMessage(compilation, element, element, 'keyed') };
    case 'bpmn:SubProcess':
      return start === undefined ? undefined : { kind: 'subprocess', start };
    case 'bpmn:CallActivity':
      return callFields(compilation, element);
    default:
      return undefined;
  }
}

function userFields(compilation: Compilation, element: ModdleElement): OwnFields {
  const { expressions } = compilation;
  const groups = textOf(findExtension(element, 'zeebe:AssignmentDefinition'), 'candidateGroups');
  const definition = findExtension(element, 'zeebe:FormDefinition');
  const form =
    textOf(definition, 'formId') ?? textOf(definition, 'formKey') ?? textOf(definition, 'externalReference');
  return {
    kind: 'user',
    ...(groups
      ? { candidateGroups: attempt(compilation, element, groups, () => compileValue(groups, expressions)) }
      : {}),
    ...(form ? { form } : {}),
  };
}

function ruleFields({ problems }: Compilation, element: ModdleElement): OwnFields {
  const called = findExtension(element, 'zeebe:CalledDecision');
  const decision = textOf(called, 'decisionId');
  const resultVariable = textOf(called, 'resultVariable');
  if (!decision) problems.add(element, 'missing', 'zeebe:calledDecision decisionId');
  else if (decision.startsWith('=')) problems.add(element, 'unsupported', `decisionId “${decision}”`);
  if (!resultVariable) problems.add(element, 'missing', 'zeebe:calledDecision resultVariable');
  return { kind: 'rule', decision: decision ?? '', resultVariable: resultVariable ?? '' };
}

function scriptFields(compilation: Compilation, element: ModdleElement): OwnFields {
  const { problems, expressions } = compilation;
  if (element.get('script')) problems.add(element, 'unsupported', 'bpmn:script');
  const extension = findExtension(element, 'zeebe:Script');
  const source = textOf(extension, 'expression');
  const resultVariable = textOf(extension, 'resultVariable');
  if (!source) problems.add(element, 'missing', 'zeebe:script expression');
  if (!resultVariable) problems.add(element, 'missing', 'zeebe:script resultVariable');
  const script = attempt(compilation, element, source ?? 'null', () =>
    compileCondition(source ?? 'null', expressions),
  );
  return { kind: 'script', script, resultVariable: resultVariable ?? '' };
}

function callFields({ problems }: Compilation, element: ModdleElement): OwnFields {
  const called = findExtension(element, 'zeebe:CalledElement');
  const processId = textOf(called, 'processId') ?? textOf(element, 'calledElement');
  if (!processId) problems.add(element, 'missing', 'zeebe:calledElement processId');
  else if (processId.startsWith('=')) problems.add(element, 'unsupported', `processId “${processId}”`);
  return {
    kind: 'call',
    processId: processId ?? '',
    allVariablesIn: called?.get('propagateAllParentVariables') !== false,
    allVariablesOut: called?.get('propagateAllChildVariables') !== false,
  };
}

function checkActivity({ problems }: Compilation, element: ModdleElement): void {
  if (element.get('isForCompensation'))
    problems.add(element, 'unsupported', { zh: '补偿', en: 'compensation' });
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    if ((element.get(quantity) ?? 1) !== 1) problems.add(element, 'unsupported', quantity);
  }
  const loop = element.get('loopCharacteristics') as ModdleElement | undefined;
  if (loop?.$type === 'bpmn:StandardLoopCharacteristics') {
    problems.add(element, 'unsupported', { zh: '标准循环', en: 'a standard loop' });
  }
  if (((element.get('resources') as unknown[] | undefined) ?? []).length > 0) {
    problems.add(element, 'unsupported', 'bpmn:potentialOwner');
  }
  if (element.get('ioSpecification')) problems.add(element, 'unsupported', 'bpmn:ioSpecification');
}

function compileLoop(compilation: Compilation, element: ModdleElement): Loop | undefined {
  const { problems, expressions } = compilation;
  const loop = element.get('loopCharacteristics') as ModdleElement | undefined;
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return undefined;
  checkExtensions(compilation, loop, element);
  for (const property of [
    'loopCardinality',
    'loopDataInputRef',
    'loopDataOutputRef',
    'inputDataItem',
    'outputDataItem',
  ]) {
    if (loop.get(property)) problems.add(element, 'unsupported', property);
  }
  const behaviour = loop.get('behavior');
  if (behaviour && behaviour !== 'All') problems.add(element, 'unsupported', 'multi-instance behavior');
  const extension = findExtension(loop, 'zeebe:LoopCharacteristics');
  const input = textOf(extension, 'inputCollection');
  if (!input) problems.add(element, 'missing', 'zeebe:loopCharacteristics inputCollection');
  const inputElement = textOf(extension, 'inputElement');
  const outputCollection = textOf(extension, 'outputCollection');
  const outputElement = textOf(extension, 'outputElement');
  if ((outputCollection === undefined) !== (outputElement === undefined)) {
    problems.add(
      element,
      'missing',
      `zeebe:loopCharacteristics ${outputElement ? 'outputCollection' : 'outputElement'}`,
    );
  }
  const condition = textOf(loop.get('completionCondition') as ModdleElement | undefined, 'body');
  return {
    sequential: loop.get('isSequential') === true,
    inputCollection: compileText(compilation, element, input ?? ''),
    outputLocals: /^=\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(outputElement ?? '')?.slice(1) ?? [],
    ...(inputElement ? { inputElement } : {}),
    ...(outputCollection ? { outputCollection } : {}),
    ...(outputElement ? { outputElement: compileText(compilation, element, outputElement) } : {}),
    ...(condition
      ? {
          completionCondition: attempt(compilation, element, condition, () =>
            compileCondition(condition, expressions),
          ),
        }
      : {}),
  };
}
