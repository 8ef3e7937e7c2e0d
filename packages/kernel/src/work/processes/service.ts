import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { startInstance, trigger } from './engine.ts';
import { processErrors } from './errors.ts';
import type { Expressions, ProcessDefinition, Variables } from './model.ts';
import { createPublisher, type Published } from './publish.ts';
import type {
  DurationOptions,
  Effects,
  OperationCall,
  pending,
  ProcessEvent,
  ProcessIo,
  StepResult,
  Wait,
} from './state.ts';
import {
  findBegun,
  findInstance,
  findNewest,
  findReceiver,
  findStartedBy,
  findXml,
  insertInstance,
  takeDueTimers,
  updateInstance,
  type StoredInstance,
} from './store.ts';
import { waitsOf } from './view.ts';

/** Which instance an operation or decision runs for. */
export interface InstanceRef {
  readonly id: string;
  readonly caseId: string | null;
}

/** What the layers around give to processes. */
export interface ProcessDeps {
  readonly expressions: Expressions;
  operation(
    ctx: Context,
    type: string,
    call: OperationCall,
    instance: InstanceRef,
  ): Promise<Variables | typeof pending>;
  decide(ctx: Context, decisionId: string, variables: Variables, instance: InstanceRef): Promise<unknown>;
  addDuration?(from: Date, duration: string, options: DurationOptions): Date;
  /** Hears of every step in its transaction, also of those that a timer or message began. */
  stepped?(ctx: Context, step: ProcessStep): Promise<void>;
}

export interface ProcessStep extends InstanceRef {
  readonly definitionId: string;
  readonly processKey: string;
  readonly applied: boolean;
  readonly status: StepResult['state']['status'];
  readonly variables: Variables;
  readonly effects: Effects;
}

export interface NewInstance {
  /** The newest version of this process, or exactly one version. */
  readonly process: { readonly key: string } | { readonly definitionId: string };
  readonly caseId?: string;
  readonly variables?: Variables;
  readonly startEvent?: string;
  readonly message?: string;
  /** Names what began it; a second start under the same name is refused by the database. */
  readonly startedBy?: string;
}

export interface Message {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables?: Variables;
  readonly messageId?: string;
}

/** A diagram and where in it tokens stand; called processes have diagrams of their own. */
export interface DiagramView {
  readonly processKey: string;
  readonly xml: string;
  readonly tokens: readonly string[];
}

export interface Processes {
  /** Publishes a BPMN file as a new version unless the newest says the same. Errors: `process.refused`. */
  publish(ctx: Context, file: { pack: string; xml: string }): Promise<Published>;
  /** Begins an instance in the caller's transaction. Errors: `process.unknown-process`. */
  start(ctx: Context, input: NewInstance): Promise<ProcessStep>;
  /** Gives an event to an instance, which is locked meanwhile. Errors: `process.unknown-instance`. */
  signal(ctx: Context, instanceId: string, event: ProcessEvent): Promise<ProcessStep>;
  /** Delivers a message to the instance that waits for it, else starts the process that it starts. */
  deliver(ctx: Context, message: Message): Promise<ProcessStep | undefined>;
  /** Hands due timers to the job queue; answers how many. */
  sweepTimers(ctx: Context, limit: number): Promise<number>;
  listWaits(ctx: Context, instanceId: string): Promise<Wait[]>;
  getDiagrams(ctx: Context, instanceId: string): Promise<DiagramView[]>;
  getDefinition(ctx: Context, definitionId: string): Promise<ProcessDefinition>;
  readonly handlers: Record<string, (ctx: Context, payload: Record<string, unknown>) => Promise<void>>;
}

export function createProcesses(deps: ProcessDeps): Processes {
  const { publish, getDefinition, scheduleStart } = createPublisher(deps);

  /** A timer of an older version no longer starts anything. */
  async function startByTimer(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const definitionId = String(payload['definitionId']);
    const startEvent = String(payload['startEvent']);
    const definition = await getDefinition(ctx, definitionId);
    const newest = await findNewest(ctx, definition.id);
    if (newest?.id !== definitionId) return;
    const left = payload['left'];
    const turn = { due: String(payload['due']), left: typeof left === 'number' ? left : null };
    scheduleStart(ctx, definition, definitionId, startEvent, turn);
    await start(ctx, { process: { definitionId }, startEvent });
  }

  function ioOf(ctx: Context, instance: InstanceRef, began: Date): ProcessIo {
    return {
      operation: (type, call) => deps.operation(ctx, type, call, instance),
      decide: (decisionId, variables) => deps.decide(ctx, decisionId, variables, instance),
      // A called process is the version that stood when the instance began, so that its rules stay the same.
      resolveProcess: async (key) => {
        const found = (await findNewest(ctx, key, began)) ?? (await findNewest(ctx, key));
        if (!found) throw processErrors.unknownProcess({ process: key });
        return { reference: found.id, definition: await getDefinition(ctx, found.id) };
      },
      loadProcess: (reference) => getDefinition(ctx, reference),
      now: () => ctx.now,
      newId: () => newId(),
      ...(deps.addDuration ? { addDuration: deps.addDuration } : {}),
    };
  }

  async function start(ctx: Context, input: NewInstance): Promise<ProcessStep> {
    const definitionId =
      'definitionId' in input.process ? input.process.definitionId : await newestId(ctx, input.process.key);
    const definition = await getDefinition(ctx, definitionId);
    const instance = { id: newId(), caseId: input.caseId ?? null };
    const step = await startInstance(
      definition,
      {
        ...(input.variables ? { variables: input.variables } : {}),
        ...(input.startEvent === undefined ? {} : { startEvent: input.startEvent }),
        ...(input.message === undefined ? {} : { message: input.message }),
      },
      ioOf(ctx, instance, ctx.now),
    );
    await insertInstance(ctx, { ...instance, definitionId, startedBy: input.startedBy ?? null }, step);
    return tell(ctx, { ...instance, definitionId }, definition, step);
  }

  async function tell(
    ctx: Context,
    instance: InstanceRef & { definitionId: string },
    definition: ProcessDefinition,
    result: StepResult,
  ): Promise<ProcessStep> {
    const { applied, effects, variables, state } = result;
    const step: ProcessStep = {
      id: instance.id,
      caseId: instance.caseId,
      definitionId: instance.definitionId,
      processKey: definition.id,
      applied,
      status: state.status,
      variables,
      effects,
    };
    if (applied) await deps.stepped?.(ctx, step);
    return step;
  }

  async function signal(ctx: Context, instanceId: string, event: ProcessEvent): Promise<ProcessStep> {
    const instance = await getInstance(ctx, instanceId, 'lock');
    const definition = await getDefinition(ctx, instance.definitionId);
    const step = await trigger(definition, instance, event, ioOf(ctx, instance, instance.createdAt));
    if (step.applied) await updateInstance(ctx, instance, step);
    return tell(ctx, instance, definition, step);
  }

  /** A timer that was moved after it had been handed over waits for its new time. */
  async function fireTimer(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const waitId = String(payload['waitId']);
    const instance = await findInstance(ctx, String(payload['instanceId']), 'lock');
    const wait = instance?.state.waits.find(({ id }) => id === waitId);
    if (!instance || !wait?.dueAt || new Date(wait.dueAt) > ctx.now) return;
    await signal(ctx, instance.id, { kind: 'fireTimer', waitId });
  }

  async function deliver(ctx: Context, message: Message): Promise<ProcessStep | undefined> {
    const receiver = await findReceiver(ctx, message.name, message.correlationKey);
    if (receiver !== undefined) return signal(ctx, receiver, { kind: 'deliverMessage', ...message });
    const begun = message.messageId === undefined ? undefined : `${message.name} ${message.messageId}`;
    const before = begun === undefined ? undefined : await findBegun(ctx, begun);
    if (before !== undefined) return signal(ctx, before, { kind: 'deliverMessage', ...message });
    const started = await findStartedBy(ctx, message.name);
    if (!started) return undefined;
    return start(ctx, {
      process: { definitionId: started.id },
      message: message.name,
      variables: message.variables ?? {},
      ...(begun === undefined ? {} : { startedBy: begun }),
    });
  }

  async function listWaits(ctx: Context, instanceId: string): Promise<Wait[]> {
    const instance = await getInstance(ctx, instanceId, 'read');
    const definition = await getDefinition(ctx, instance.definitionId);
    return waitsOf(definition, instance, (reference) => getDefinition(ctx, reference));
  }

  async function getDiagrams(ctx: Context, instanceId: string): Promise<DiagramView[]> {
    const { state, definitionId } = await getInstance(ctx, instanceId, 'read');
    const processes = new Map(state.scopes.map((scope) => [scope.id, scope.process ?? definitionId]));
    const byDefinition = Map.groupBy(state.tokens, ({ scope }) => processes.get(scope) ?? definitionId);
    const ids = new Set([definitionId, ...byDefinition.keys()]);
    return Promise.all(
      [...ids].map(async (id) => ({
        processKey: (await getDefinition(ctx, id)).id,
        xml: (await findXml(ctx, id)) ?? '',
        tokens: [...new Set((byDefinition.get(id) ?? []).map(({ at }) => at))],
      })),
    );
  }

  return {
    publish,
    start,
    signal,
    deliver,
    sweepTimers,
    listWaits,
    getDiagrams,
    getDefinition,
    handlers: { 'process.timer': fireTimer, 'process.start': startByTimer },
  };
}

async function newestId(ctx: Context, key: string): Promise<string> {
  const newest = await findNewest(ctx, key);
  if (!newest) throw processErrors.unknownProcess({ process: key });
  return newest.id;
}

async function getInstance(ctx: Context, id: string, mode: 'read' | 'lock'): Promise<StoredInstance> {
  const instance = await findInstance(ctx, id, mode);
  if (!instance) throw processErrors.unknownInstance();
  return instance;
}

async function sweepTimers(ctx: Context, limit: number): Promise<number> {
  const due = await takeDueTimers(ctx, limit);
  for (const { waitId, instanceId } of due) {
    ctx.enqueue({ kind: 'process.timer', key: waitId, payload: { waitId, instanceId } });
  }
  return due.length;
}
