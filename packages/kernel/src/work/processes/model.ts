export type Variables = Readonly<Record<string, unknown>>;

/** A FEEL expression, a constant written as text, or whatever else answers from variables; the answer is JSON. */
export interface Expression {
  evaluate(variables: Variables, now: Date): unknown;
}

/** The expression language behind the core; `compile` throws an Error that names what is wrong. */
export interface Expressions {
  compile(source: string): Expression;
}

export interface Flow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly condition?: Expression;
}

/** `zeebe:input` or `zeebe:output`; `target` is a path such as `applicant.name`. */
export interface Mapping {
  readonly target: readonly string[];
  readonly value: Expression;
}

/** When a timer event is due (BPMN 2.0 §10.5.5.5): ISO 8601 text, or what an expression answers. */
export interface Timer {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly value: Expression;
  /** `working`: days and hours of durations are those of the working calendar. */
  readonly calendar?: 'working';
}

export interface MessageRef {
  readonly name: string;
  /** A start message of a process has none. */
  readonly correlationKey?: Expression;
}

/** Multi-instance (BPMN 2.0 §10.3.8). */
export interface Loop {
  readonly sequential: boolean;
  readonly inputCollection: Expression;
  readonly inputElement?: string;
  readonly outputCollection?: string;
  readonly outputElement?: Expression;
  /** Variables that `outputElement` names; they stay within one iteration. */
  readonly outputLocals: readonly string[];
  readonly completionCondition?: Expression;
}

export interface NodeBase {
  readonly id: string;
  readonly name: string;
  /** Such as `bpmn:UserTask`. */
  readonly type: string;
  /** The embedded subprocess around it; null at the top of the process. */
  readonly parent: string | null;
  readonly properties: Readonly<Record<string, string>>;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly defaultFlow?: string;
  readonly outputs: readonly Mapping[];
}

interface ActivityBase extends NodeBase {
  readonly inputs: readonly Mapping[];
  readonly headers: Readonly<Record<string, string>>;
  /** Ids of the boundary events attached to it. */
  readonly boundaries: readonly string[];
  readonly loop?: Loop;
}

export interface StartNode extends NodeBase {
  readonly kind: 'start';
  readonly timer?: Timer;
  readonly message?: MessageRef;
}

export interface EndNode extends NodeBase {
  readonly kind: 'end';
  readonly terminate?: true;
  readonly errorCode?: string;
}

/** Intermediate throw none. A throw or end event with a message is a `ServiceNode`. */
export interface ThrowNode extends NodeBase {
  readonly kind: 'throw';
}

export interface CatchNode extends NodeBase {
  readonly kind: 'catch';
  readonly timer?: Timer;
  readonly message?: MessageRef;
}

export interface BoundaryNode extends NodeBase {
  readonly kind: 'boundary';
  readonly attachedTo: string;
  readonly interrupting: boolean;
  readonly timer?: Timer;
  readonly message?: MessageRef;
  /** `code` absent: every error. */
  readonly error?: { readonly code?: string };
}

export interface GatewayNode extends NodeBase {
  readonly kind: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased';
  /** Of an inclusive join: for each incoming flow, the elements from which a token can still arrive by it. */
  readonly reach?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface UserNode extends ActivityBase {
  readonly kind: 'user';
  readonly candidateGroups?: Expression;
  readonly form?: string;
}

/** Service and send tasks, and throw and end events with a message: they call an operation by its type. */
export interface ServiceNode extends ActivityBase {
  readonly kind: 'service';
  readonly operation: string;
}

export interface RuleNode extends ActivityBase {
  readonly kind: 'rule';
  readonly decision: string;
  readonly resultVariable: string;
}

export interface ScriptNode extends ActivityBase {
  readonly kind: 'script';
  readonly script: Expression;
  readonly resultVariable: string;
}

export interface ReceiveNode extends ActivityBase {
  readonly kind: 'receive';
  readonly message: MessageRef;
}

export interface SubprocessNode extends ActivityBase {
  readonly kind: 'subprocess';
  readonly start: string;
}

export interface CallNode extends ActivityBase {
  readonly kind: 'call';
  readonly processId: string;
  readonly allVariablesIn: boolean;
  readonly allVariablesOut: boolean;
}

export type ActivityNode =
  UserNode | ServiceNode | RuleNode | ScriptNode | ReceiveNode | SubprocessNode | CallNode;

export type ProcessNode =
  StartNode | EndNode | ThrowNode | CatchNode | BoundaryNode | GatewayNode | ActivityNode;

/** A process compiled once; it never changes and may be shared by all instances. */
export interface ProcessDefinition {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly nodes: ReadonlyMap<string, ProcessNode>;
  /** Start events at the top of the process. */
  readonly starts: readonly StartNode[];
}

export function isActivity(node: ProcessNode): node is ActivityNode {
  return 'boundaries' in node;
}
