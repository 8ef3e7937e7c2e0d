import type { FormSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { findCurrent } from '../../work/definitions/index.ts';
import { asksTaskForm } from './act.ts';
import { verbs, type CaseRow, type Verb } from './model.ts';
import { findTask, isBarred, type OpenTask } from './tasks.ts';
import { verbForms } from './verb-forms.ts';
import { verbAllowed, verbRules, type CasePart } from './verbs.ts';
import { verbWords } from './words.ts';

/** What one may do with a case now; buttons follow from it. */
export interface CaseAction {
  verb: Verb;
  label: { zh: string; en: string };
  primary: boolean;
  /** Answers of the application that the verb stands for; empty for most. */
  confirms: string[];
  /** Form of what the verb asks for; null when a click is enough. */
  input: FormSource | null;
  /** Form of the pack for this task; its answers go into `form`. */
  taskForm: FormSource | null;
}

const never = new Set<Verb>(['save']);
const primary = new Set<Verb>([
  'submit',
  'resubmit',
  'confirm',
  'pay',
  'accept',
  'review',
  'decide',
  'deliver',
  'resume',
]);

/** The actions that the table of verbs, the waiting tasks and what is already done leave to the caller. */
export async function actionsOf(
  ctx: Context,
  row: CaseRow,
  facts: {
    parts: readonly CasePart[];
    tasks: readonly OpenTask[];
    openOrder: boolean;
    rated: boolean;
    suspendable: boolean;
    extensible: boolean;
    answered: boolean;
    /** A material may be handed in, or replaced, after the application. */
    following: boolean;
  },
): Promise<CaseAction[]> {
  const offered = verbs.filter((verb) => {
    if (never.has(verb) || !verbAllowed(verb, row.status, facts.parts)) return false;
    if (verbRules[verb].kind === 'task')
      return (
        findTask(facts.tasks, verb, facts.parts) !== undefined && !(verb === 'confirm' && facts.answered)
      );
    if (verb === 'pay') return facts.openOrder;
    if (verb === 'materials') return facts.following;
    if (verb === 'rate') return !facts.rated;
    if (verb === 'suspend') return facts.suspendable;
    if (verb === 'extend') return facts.extensible;
    if (verb === 'claim')
      return (
        row.claimedBy === null &&
        row.waitingRoles.some((role) => facts.parts.includes(role as CasePart)) &&
        !isBarred(facts.tasks, facts.parts)
      );
    return true;
  });
  return Promise.all(
    offered.map(async (verb) => {
      const task = verbRules[verb].kind === 'task' ? findTask(facts.tasks, verb, facts.parts) : undefined;
      const key = asksTaskForm(verb) ? task?.form : null;
      const definition = key ? await findCurrent<FormSource>(ctx, 'form', key) : undefined;
      return {
        verb,
        label: verbWords[verb],
        primary: primary.has(verb),
        confirms: verb === 'confirm' ? [...(task?.confirms ?? [])] : [],
        input: verbForms[verb] ?? null,
        taskForm: definition?.content ?? null,
      };
    }),
  );
}
