import type { Context } from '../../../platform/context/index.ts';
import type { CaseDeps } from '../deps.ts';
import type { Verb } from '../model.ts';
import type { CaseSession } from '../session.ts';
import type { OpenTask } from '../tasks.ts';

export interface VerbCall {
  verb: Verb;
  session: CaseSession;
  /** What the person entered, checked by the verb's form. */
  input: Readonly<Record<string, unknown>>;
  /** Application answers and materials that came along (save, submit, resubmit, materials). */
  application: {
    form: Readonly<Record<string, unknown>>;
    materials: readonly { id: string; fileId: string }[];
  };
  /** The task that the verb completes; only for verbs of kind `task`. */
  task: OpenTask | null;
}

/** Does one verb; what it answers is added to the answer of the command. */
export type VerbHandler = (
  ctx: Context,
  deps: CaseDeps,
  call: VerbCall,
) => Promise<Record<string, unknown> | void>;
