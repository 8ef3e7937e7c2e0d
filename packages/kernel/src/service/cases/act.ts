import type { FormSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { findCurrent } from '../../work/definitions/index.ts';
import { checkAnswers } from '../../work/forms/index.ts';
import type { CaseDeps } from './deps.ts';
import { caseErrors } from './errors.ts';
import { handlers } from './handlers/index.ts';
import type { Verb } from './model.ts';
import { openSession, saveSession, type CaseSession } from './session.ts';
import { requireStanding, standingOf } from './standing.ts';
import { findTask, isBarred, listOpenTasks, type OpenTask } from './tasks.ts';
import { noQuestions, verbForms } from './verb-forms.ts';
import { verbAllowed, verbRules, type CasePart } from './verbs.ts';
import { statusWords, verbWords } from './words.ts';

export interface Command {
  caseId: string;
  verb: Verb;
  /** The version that the caller has seen; null when it said none. */
  ifMatch: number | null;
  body: Readonly<Record<string, unknown>>;
}

/**
 * Does a verb on a case: may the caller, is it possible now, is what came with it right; then the verb
 * itself. Errors: `case.*`, `mandate.*`, `platform.forbidden`, `platform.version-conflict`, `form.invalid-answers`.
 */
export async function act(ctx: Context, deps: CaseDeps, { caseId, verb, ifMatch, body }: Command) {
  const session = await openSession(ctx, caseId);
  const { row } = session;
  const standing = await standingOf(ctx, row);
  requireStanding(standing, verb);
  const { parts } = standing;
  if (ifMatch !== null && ifMatch !== row.version) throw platformErrors.versionConflict();
  // At a window a clerk both filed the case and handles it: the verb says in which part she acts.
  session.byApplicant = verbRules[verb].by.some(
    (part) => (part === 'applicant' || part === 'coApplicant') && parts.includes(part),
  );
  if (session.byApplicant && standing.onlyEntrusted) session.actsFor = row.applicantName;
  const tasks = await listOpenTasks(ctx, deps, row);
  const task = admit(ctx, session, verb, parts, tasks);
  const { form, materials, ...rest } = body as {
    form?: Record<string, unknown>;
    materials?: { id: string; fileId: string }[];
  };
  const input = await checkInput(ctx, verb, task, form, rest);
  const answer = await handlers[verb](ctx, deps, {
    verb,
    session,
    input,
    application: { form: form ?? {}, materials: materials ?? [] },
    task,
  });
  const current = await openSession(ctx, caseId);
  // `submit` saves the session that it began anew; every other verb is saved here.
  if (current === session) await saveSession(ctx, session);
  return { id: row.id, number: row.number, status: row.status, version: row.version, ...answer };
}

function admit(
  ctx: Context,
  { row }: CaseSession,
  verb: Verb,
  parts: readonly CasePart[],
  tasks: readonly OpenTask[],
): OpenTask | null {
  const rule = verbRules[verb];
  if (!parts.some((part) => rule.by.includes(part))) throw platformErrors.forbidden();
  const task = rule.kind === 'task' ? findTask(tasks, verb, parts) : undefined;
  if (verb === 'claim' && isBarred(tasks, parts)) throw caseErrors.samePerson();
  if (!task && tasks.some(({ barred, verbs }) => barred && verbs.includes(verb)))
    throw caseErrors.samePerson();
  if (!verbAllowed(verb, row.status, parts) || (rule.kind === 'task' && !task)) {
    throw caseErrors.verbNotAllowed({ status: statusWords[row.status].zh, verb: verbWords[verb].zh });
  }
  const isDeskVerb = rule.by.every((part) => part !== 'applicant' && part !== 'coApplicant');
  const takesOver = verb === 'claim' || verb === 'hand-over' || verb === 'extend';
  if (
    isDeskVerb &&
    !takesOver &&
    row.claimedBy !== null &&
    ctx.actor.kind === 'account' &&
    row.claimedBy !== ctx.actor.accountId
  ) {
    throw caseErrors.claimed({ name: '其他工作人员' });
  }
  return task ?? null;
}

async function checkInput(
  ctx: Context,
  verb: Verb,
  task: OpenTask | null,
  form: Readonly<Record<string, unknown>> | undefined,
  rest: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const own = verbForms[verb];
  const input = checkAnswers(own ?? noQuestions, rest);
  if (task === null || task.form === null || !asksTaskForm(verb)) return input;
  const definition = await findCurrent<FormSource>(ctx, 'form', task.form);
  return definition ? { ...input, form: checkAnswers(definition.content, form ?? {}) } : input;
}

/** A task's own form goes with the verbs that finish the work, not with those that send it back. */
export function asksTaskForm(verb: Verb): boolean {
  return verb === 'review' || verb === 'accept' || verb === 'decide';
}
