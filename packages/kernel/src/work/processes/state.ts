import type { ProcessDefinition, Variables } from './model.ts';

/** A mark of control that stands on an element. */
export interface Token {
  readonly id: number;
  at: string;
  readonly scope: number;
  /** The flow by which it came, kept where a join counts arrivals. */
  via?: string;
  /** Variables that only this element sees: mapped inputs, or the item of an iteration. */
  local?: Record<string, unknown>;
}

/** What runs inside a token's element: a subprocess, a called process, or the iterations of a multi-instance. */
export interface Scope {
  readonly id: number;
  /** The token whose element this is the inside of. */
  readonly host: number;
  /** Present inside a called process: which version of it, as `resolveProcess` answered. */
  readonly process?: string;
  /** A called process has variables of its own and does not see those around it. */
  readonly variables?: Record<string, unknown>;
  readonly loop?: LoopState;
}

export interface LoopState {
  /** Items not begun yet (sequential). */
  readonly waiting: unknown[];
  readonly total: number;
  started: number;
  done: number;
  /** One place for each item, null until its iteration answered. */
  readonly output: unknown[];
}

export type WaitKind = 'task' | 'operation' | 'timer' | 'message';

export interface WaitState {
  readonly id: string;
  readonly kind: WaitKind;
  /** The element that goes on when it comes: the task, the catch event, or the boundary event. */
  readonly at: string;
  readonly token: number;
  readonly dueAt?: string;
  /** Repetitions that follow this one; null without end. */
  readonly repeat?: number | null;
  readonly every?: string;
  readonly message?: string;
  readonly key?: string;
  readonly groups?: readonly string[];
}

export type InstanceStatus = 'running' | 'completed' | 'terminated' | 'error' | 'cancelled';

/** Everything about a running instance but its variables; plain JSON. */
export interface InstanceState {
  status: InstanceStatus;
  /** The last number given to a token or scope. */
  seq: number;
  tokens: Token[];
  scopes: Scope[];
  waits: WaitState[];
  /** Ids of messages already delivered. */
  seen?: string[];
  errorCode?: string;
}

export interface Instance {
  readonly state: InstanceState;
  readonly variables: Variables;
}

/** Something an instance waits for, with what queues and timers need to know of it. */
export interface Wait {
  readonly id: string;
  readonly kind: WaitKind;
  readonly processId: string;
  readonly elementId: string;
  readonly elementName: string;
  readonly tokenId: number;
  readonly scopeId: number;
  /** ISO 8601 instant in UTC. */
  readonly dueAt?: string;
  readonly messageName?: string;
  readonly correlationKey?: string;
  readonly candidateGroups?: readonly string[];
  readonly form?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Mapped inputs, and the item of an iteration. */
  readonly inputs: Variables;
}

export interface Passage {
  readonly processId: string;
  readonly elementId: string;
  /** ISO 8601 instant in UTC. */
  readonly at: string;
}

export type Ended = Exclude<InstanceStatus, 'running'>;

/** What a step did. A wait that opened and closed within the step is in neither list. */
export interface Effects {
  readonly opened: readonly Wait[];
  readonly closed: readonly string[];
  readonly entered: readonly Passage[];
  readonly left: readonly Passage[];
  readonly ended?: Ended;
  readonly errorCode?: string;
}

export interface StepResult extends Instance {
  /** False when the trigger found nothing that waits for it: then nothing changed. */
  readonly applied: boolean;
  readonly effects: Effects;
}

export type ProcessEvent =
  | { readonly kind: 'completeTask'; readonly waitId: string; readonly variables?: Variables }
  | {
      readonly kind: 'failTask';
      readonly waitId: string;
      readonly errorCode: string;
      readonly variables?: Variables;
    }
  | { readonly kind: 'fireTimer'; readonly waitId: string }
  | { readonly kind: 'moveTimer'; readonly waitId: string; readonly dueAt: Date }
  | {
      readonly kind: 'deliverMessage';
      readonly name: string;
      readonly correlationKey: string;
      readonly variables?: Variables;
      /** With an id, a second delivery of the same message changes nothing. */
      readonly messageId?: string;
    }
  | { readonly kind: 'cancel' };

export interface OperationCall {
  /** All variables that the element sees, its mapped inputs among them. */
  readonly variables: Variables;
  /** Only the mapped inputs. */
  readonly inputs: Variables;
  readonly headers: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly element: { readonly processId: string; readonly id: string; readonly name: string };
}

/** Answered by an operation that will be finished later by `completeTask` or `failTask`. */
export const pending: unique symbol = Symbol('pending');

export interface DurationOptions {
  readonly calendar?: 'working';
}

/** What the engine needs from outside. Anything thrown but a `BpmnError` fails the whole step. */
export interface ProcessIo {
  operation(
    type: string,
    call: OperationCall,
  ): Promise<Variables | typeof pending> | Variables | typeof pending;
  decide(decisionId: string, variables: Variables, element: OperationCall['element']): unknown;
  /** The process that a call activity starts now; `reference` names this very version in the state. */
  resolveProcess(processId: string): Promise<{ reference: string; definition: ProcessDefinition }>;
  /** A called process that an instance already runs. */
  loadProcess(reference: string): Promise<ProcessDefinition>;
  now(): Date;
  newId(): string;
  /** Adds a duration; without it calendar days of China are used and a working calendar is refused. */
  addDuration?(from: Date, duration: string, options: DurationOptions): Date;
}

/** A business error: boundary error events catch it by its code (BPMN 2.0 §10.5.5.4). */
export class BpmnError extends Error {
  readonly code: string;
  readonly variables: Variables;

  constructor(code: string, message?: string, variables: Variables = {}) {
    super(message ?? code);
    this.name = 'BpmnError';
    this.code = code;
    this.variables = variables;
  }
}

/** A step that cannot go on, such as no condition that holds; the transaction around it must roll back. */
export class ProcessRunError extends Error {
  readonly elementId: string;

  constructor(elementId: string, message: string, cause?: unknown) {
    super(`${elementId}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'ProcessRunError';
    this.elementId = elementId;
  }
}
