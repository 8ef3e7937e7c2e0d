import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Wait } from '../../work/processes/index.ts';
import type { CaseDeps } from './deps.ts';
import type { Verb } from './model.ts';
import type { CaseSession } from './session.ts';
import type { CasePart } from './verbs.ts';

/** A task of the process that waits for someone. */
export interface OpenTask {
  wait: Wait;
  verbs: readonly string[];
  parts: readonly string[];
  /** Key of the pack's form for this task. */
  form: string | null;
}

export async function listOpenTasks(
  ctx: Context,
  { processes }: Pick<CaseDeps, 'processes'>,
  instanceId: string | null,
): Promise<OpenTask[]> {
  if (instanceId === null) return [];
  const waits = await processes.listWaits(ctx, instanceId);
  return waits
    .filter((wait) => wait.kind === 'task')
    .map((wait) => ({
      wait,
      verbs: (wait.properties['verbs'] ?? '').split(/[\s,]+/).filter(Boolean),
      parts: wait.candidateGroups ?? [],
      form: wait.form ?? null,
    }));
}

/** The task that a verb of someone in these parts completes. */
export function findTask(
  tasks: readonly OpenTask[],
  verb: Verb,
  parts: readonly CasePart[],
): OpenTask | undefined {
  return tasks.find(
    (task) => task.verbs.includes(verb) && task.parts.some((part) => parts.includes(part as CasePart)),
  );
}

/** Completes a task: the verb and what the person entered become the process's `action`. */
export async function completeTask(
  ctx: Context,
  { processes }: Pick<CaseDeps, 'processes'>,
  session: CaseSession,
  task: OpenTask,
  action: { verb: Verb } & Record<string, unknown>,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const by = ctx.actor.kind === 'account' ? { by: ctx.actor.accountId, byName: ctx.actor.name } : {};
  await processes.signal(ctx, session.row.instanceId ?? '', {
    kind: 'completeTask',
    waitId: task.wait.id,
    variables: {
      ...variables,
      action: { ...action, ...by, role: task.parts[0] ?? null },
      today: dateOf(ctx.now),
    },
  });
}
