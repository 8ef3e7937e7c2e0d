import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import type { Wait } from '../../work/processes/index.ts';
import type { CaseDeps } from './deps.ts';
import type { CaseRow, Verb } from './model.ts';
import type { CaseSession } from './session.ts';
import type { CasePart } from './verbs.ts';

/** A task of the process that waits for someone. */
export interface OpenTask {
  wait: Wait;
  verbs: readonly string[];
  parts: readonly string[];
  /** Key of the pack's form for this task. */
  form: string | null;
  /** Answers of the application that are confirmed here; empty where the process names none. */
  confirms: readonly string[];
  /** Kinds of steps that another person must have done (reviewer before decider). */
  others: readonly string[];
  /** The caller did one of them. */
  barred: boolean;
}

export async function listOpenTasks(
  ctx: Context,
  { processes }: Pick<CaseDeps, 'processes'>,
  { id, instanceId }: Pick<CaseRow, 'id' | 'instanceId'>,
): Promise<OpenTask[]> {
  if (instanceId === null) return [];
  const waits = (await processes.listWaits(ctx, instanceId)).filter((wait) => wait.kind === 'task');
  const caller = ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  const done = waits.length > 0 ? await stepsDoneBy(ctx, id, caller) : [];
  return waits.map((wait) => {
    const verbs = wordsOf(wait.properties['verbs']);
    const others = [...wordsOf(wait.properties['otherThan']), ...(verbs.includes('decide') ? reviews : [])];
    return {
      wait,
      verbs,
      parts: wait.candidateGroups ?? [],
      form: wait.form ?? null,
      confirms: wordsOf(wait.properties['confirms']),
      others,
      barred: others.some((kind) => done.includes(kind)),
    };
  });
}

/** What those who are asked now are asked to confirm; of several tasks at once, what each of them names. */
export function confirmsOf(waits: readonly Wait[]): string[] {
  const asking = waits.filter(
    ({ kind, properties }) => kind === 'task' && wordsOf(properties['verbs']).includes('confirm'),
  );
  const [first = [], ...others] = asking.map(({ properties }) => wordsOf(properties['confirms']));
  return first.filter((name) => others.every((names) => names.includes(name)));
}

/** Who reviewed does not decide: the law wants two people. */
const reviews = ['reviewed', 'inspected'];

function wordsOf(property: string | undefined): string[] {
  return (property ?? '').split(/[\s,]+/).filter(Boolean);
}

/** Kinds of the steps of a case that someone did. */
export async function stepsDoneBy(ctx: Context, caseId: string, accountId: string | null): Promise<string[]> {
  if (accountId === null) return [];
  const { rows } = await sql<{ kind: string }>`
    select distinct kind from case_event where case_id = ${caseId} and account_id = ${accountId}`.execute(
    ctx.tx,
  );
  return rows.map(({ kind }) => kind);
}

/** Whether all that waits for someone in these parts must be done by another person. */
export function isBarred(tasks: readonly OpenTask[], parts: readonly string[]): boolean {
  const own = tasks.filter((task) => task.parts.some((part) => parts.includes(part)));
  return own.length > 0 && own.every(({ barred }) => barred);
}

/** The task that a verb of someone in these parts completes. */
export function findTask(
  tasks: readonly OpenTask[],
  verb: Verb,
  parts: readonly CasePart[],
): OpenTask | undefined {
  return tasks.find(
    (task) =>
      !task.barred &&
      task.verbs.includes(verb) &&
      task.parts.some((part) => parts.includes(part as CasePart)),
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
  // Who takes up what comes next takes the case afresh.
  session.row.claimedBy = null;
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
