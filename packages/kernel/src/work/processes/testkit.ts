import type { Expressions, ProcessDefinition, Variables } from './model.ts';
import { startInstance, trigger, type StartInput } from './engine.ts';
import { readProcess } from './read.ts';
import type {
  Instance,
  OperationCall,
  pending,
  ProcessEvent,
  ProcessIo,
  StepResult,
  Wait,
  WaitState,
} from './state.ts';

/** Builds BPMN files for tests, element by element. */

type Attributes = Record<string, string>;

export function tag(name: string, attributes: Attributes = {}, ...children: string[]): string {
  const text = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('');
  return `<${name}${text}>${children.join('')}</${name}>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function el(type: string, id: string, attributes: Attributes = {}, ...children: string[]): string {
  return tag(`bpmn:${type}`, { id, name: `name of ${id}`, ...attributes }, ...children);
}

export function ext(...children: string[]): string {
  return tag('bpmn:extensionElements', {}, ...children);
}

export const start = (id: string, ...children: string[]): string => el('startEvent', id, {}, ...children);
export const end = (id: string, ...children: string[]): string => el('endEvent', id, {}, ...children);
export const user = (id: string, ...children: string[]): string => el('userTask', id, {}, ...children);
export const gate = (
  kind: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased',
  id: string,
  byDefault?: string,
): string => el(`${kind}Gateway`, id, byDefault ? { default: byDefault } : {});

export function service(id: string, type: string, ...extensions: string[]): string {
  return el('serviceTask', id, {}, ext(tag('zeebe:taskDefinition', { type }), ...extensions));
}

export function sub(id: string, ...children: string[]): string {
  return el('subProcess', id, {}, ...children);
}

export function call(id: string, processId: string, ...extensions: string[]): string {
  return el('callActivity', id, {}, ext(tag('zeebe:calledElement', { processId }), ...extensions));
}

export function flow(source: string, target: string, condition?: string): string {
  return tag(
    'bpmn:sequenceFlow',
    { id: `${source}-${target}`, sourceRef: source, targetRef: target },
    ...(condition ? [formal('conditionExpression', condition)] : []),
  );
}

/** `path('a', 'b', 'c')` is the flows a→b and b→c. */
export function path(...ids: string[]): string {
  return ids
    .slice(1)
    .map((id, index) => flow(ids[index] ?? '', id))
    .join('');
}

export function formal(name: string, text: string): string {
  return tag(`bpmn:${name}`, { 'xsi:type': 'bpmn:tFormalExpression' }, escape(text));
}

export function timer(kind: 'timeDate' | 'timeDuration' | 'timeCycle', text: string): string {
  return tag('bpmn:timerEventDefinition', {}, formal(kind, text));
}

export function message(name: string): string {
  return tag('bpmn:messageEventDefinition', { messageRef: `message-${name}` });
}

export function error(code?: string): string {
  return tag('bpmn:errorEventDefinition', code ? { errorRef: `error-${code}` } : {});
}

export function catcher(id: string, definition: string): string {
  return el('intermediateCatchEvent', id, {}, definition);
}

export function boundary(id: string, host: string, definition: string, interrupting = true): string {
  return el('boundaryEvent', id, { attachedToRef: host, cancelActivity: String(interrupting) }, definition);
}

export function io(...entries: ['input' | 'output', source: string, target: string][]): string {
  return tag(
    'zeebe:ioMapping',
    {},
    ...entries.map(([side, source, target]) => tag(`zeebe:${side}`, { source, target })),
  );
}

export function loop(attributes: Attributes, options: { sequential?: boolean; until?: string } = {}): string {
  return tag(
    'bpmn:multiInstanceLoopCharacteristics',
    { isSequential: String(options.sequential ?? false) },
    ext(tag('zeebe:loopCharacteristics', attributes)),
    ...(options.until ? [formal('completionCondition', options.until)] : []),
  );
}

const namespaces = {
  'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xmlns:zeebe': 'http://camunda.org/schema/zeebe/1.0',
  'xmlns:camunda': 'http://camunda.org/schema/1.0/bpmn',
};

/** A whole file with one process; messages and errors that it names are declared, keyed by variable `key`. */
export function bpmn(elements: string, id = 'process'): string {
  const named = (prefix: string): string[] => [
    ...new Set([...elements.matchAll(new RegExp(`"${prefix}-([^"]+)"`, 'g'))].map((match) => match[1] ?? '')),
  ];
  const messages = named('message').map((name) =>
    tag(
      'bpmn:message',
      { id: `message-${name}`, name },
      ext(tag('zeebe:subscription', { correlationKey: '=key' })),
    ),
  );
  const errors = named('error').map((code) => tag('bpmn:error', { id: `error-${code}`, errorCode: code }));
  return `<?xml version="1.0" encoding="UTF-8"?>${tag(
    'bpmn:definitions',
    { id: 'definitions', targetNamespace: 'urn:test', ...namespaces },
    tag('bpmn:process', { id, isExecutable: 'true' }, elements),
    ...messages,
    ...errors,
  )}`;
}

type Operation = (call: OperationCall) => Variables | typeof pending | Promise<Variables | typeof pending>;

export interface World {
  operations?: Record<string, Operation>;
  decisions?: Record<string, (variables: Variables) => unknown>;
  /** BPMN files of called processes by their id. */
  processes?: Record<string, string>;
}

export interface TestIo extends ProcessIo {
  clock: Date;
  calls: string[];
}

/** A port whose clock stands still and whose ids are counted. */
export function testIo(world: World, expressions: Expressions): TestIo {
  let ids = 0;
  const load = (id: string): Promise<ProcessDefinition> =>
    readProcess(world.processes?.[id] ?? '', expressions);
  const port: TestIo = {
    clock: new Date('2026-01-30T08:00:00Z'),
    calls: [],
    now: () => port.clock,
    newId: () => `w${(ids += 1)}`,
    operation: (type, operation) => {
      port.calls.push(type);
      return world.operations?.[type]?.(operation) ?? {};
    },
    decide: (id, variables) => world.decisions?.[id]?.(variables),
    resolveProcess: async (id) => ({ reference: id, definition: await load(id) }),
    loadProcess: load,
  };
  return port;
}

export interface DriveOptions {
  /** Between two triggers, turn the instance into text and back and read the file again. */
  killed?: boolean;
  /** Fire each timer a second time, which must change nothing. */
  twice?: boolean;
}

/** Runs one instance of a file by the names of its elements. */
export async function drive(
  xml: string,
  input: StartInput,
  port: TestIo,
  expressions: Expressions,
  options: DriveOptions = {},
): Promise<Driver> {
  let definition = await readProcess(xml, expressions);
  const entered: string[] = [];
  const left: string[] = [];
  const opened: Wait[] = [];
  let instance: Instance = {
    state: { status: 'running', seq: 0, tokens: [], scopes: [], waits: [] },
    variables: {},
  };

  function take(step: StepResult): StepResult {
    instance = { state: step.state, variables: step.variables };
    entered.push(...step.effects.entered.map(({ elementId }) => elementId));
    left.push(...step.effects.left.map(({ elementId }) => elementId));
    opened.push(...step.effects.opened);
    return step;
  }

  async function send(event: ProcessEvent): Promise<StepResult> {
    if (options.killed) {
      definition = await readProcess(xml, expressions);
      instance = JSON.parse(JSON.stringify(instance)) as Instance;
    }
    return take(await trigger(definition, instance, event, port));
  }

  function wait(elementId: string, position = 0): WaitState {
    const found = instance.state.waits.filter(({ at }) => at === elementId)[position];
    if (!found) throw new Error(`nothing waits at ${elementId}, but at ${waiting().join(', ')}`);
    return found;
  }

  function waiting(): string[] {
    return instance.state.waits.map(({ at }) => at).toSorted();
  }

  async function fire(elementId: string): Promise<StepResult> {
    const { id, dueAt } = wait(elementId);
    port.clock = new Date(dueAt ?? '');
    const step = await send({ kind: 'fireTimer', waitId: id });
    if (!step.applied) throw new Error(`the timer at ${elementId} did not fire`);
    if (options.twice) {
      const before = JSON.stringify(instance);
      const again = await send({ kind: 'fireTimer', waitId: id });
      if (again.applied || JSON.stringify(instance) !== before) throw new Error(`${elementId} fired twice`);
    }
    return step;
  }

  const driver: Driver = {
    entered,
    left,
    opened,
    send,
    wait,
    waiting,
    fire,
    get instance() {
      return instance;
    },
    complete: (elementId, variables = {}, position = 0) =>
      send({ kind: 'completeTask', waitId: wait(elementId, position).id, variables }),
    fail: (elementId, errorCode) => send({ kind: 'failTask', waitId: wait(elementId).id, errorCode }),
    deliver: (name, correlationKey, variables = {}) =>
      send({ kind: 'deliverMessage', name, correlationKey, variables }),
  };
  take(await startInstance(definition, input, port));
  return driver;
}

export interface Driver {
  readonly entered: string[];
  readonly left: string[];
  readonly opened: Wait[];
  readonly instance: Instance;
  send(event: ProcessEvent): Promise<StepResult>;
  wait(elementId: string, position?: number): WaitState;
  waiting(): string[];
  complete(elementId: string, variables?: Variables, position?: number): Promise<StepResult>;
  fail(elementId: string, errorCode: string): Promise<StepResult>;
  fire(elementId: string): Promise<StepResult>;
  deliver(name: string, correlationKey: string, variables?: Variables): Promise<StepResult>;
}

/** Just enough of an expression language for tests of the core: names, literals and operators as in JavaScript. */
export const plainExpressions: Expressions = {
  compile(source) {
    const body = new Function('variables', `with (variables) { return (${source}); }`) as (
      v: Variables,
    ) => unknown;
    return {
      evaluate: (variables) =>
        body(new Proxy(variables, { has: (_, name) => typeof name === 'string' })) ?? null,
    };
  },
};
