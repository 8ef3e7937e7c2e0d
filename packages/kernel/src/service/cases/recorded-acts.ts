import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Act } from '../../work/processes/index.ts';
import type { Verb } from './model.ts';

/** The act behind a step of the history. What an operation noted counts where staff did it, not rules or terms. */
interface Source {
  verb: Verb;
  by: 'staff' | 'anyone';
  /** What the flows of processes read of it beside the verb. */
  said?: Readonly<Record<string, unknown>>;
}

const sources: Readonly<Record<string, Source>> = {
  resubmitted: { verb: 'resubmit', by: 'anyone' },
  askedPerson: { verb: 'ask-person', by: 'anyone' },
  confirmed: { verb: 'confirm', by: 'anyone', said: { agree: true } },
  declined: { verb: 'confirm', by: 'anyone', said: { agree: false } },
  accepted: { verb: 'accept', by: 'staff' },
  notAccepted: { verb: 'not-accept', by: 'staff' },
  correctionAsked: { verb: 'request-correction', by: 'staff' },
  reviewed: { verb: 'review', by: 'staff' },
  inspected: { verb: 'review', by: 'staff' },
  countersigned: { verb: 'review', by: 'staff' },
  granted: { verb: 'decide', by: 'staff', said: { outcome: 'granted' } },
  refused: { verb: 'decide', by: 'staff', said: { outcome: 'refused' } },
};

interface Step {
  caseId: string;
  kind: string;
  byStaff: boolean;
  opinion: string | null;
}

/** What people did at the tasks of cases, by case, oldest first: the verbs and what decides the way, no more. */
export async function listActs(ctx: Context, caseIds: readonly string[]): Promise<Map<string, Act[]>> {
  const { rows } = await sql<Step>`
    select case_id, kind, actor_kind = 'staff' as by_staff, detail->>'opinion' as opinion from case_event
    where case_id = any(${[...caseIds]}::uuid[]) and kind = any(${Object.keys(sources)}::text[])
    order by case_id, id`.execute(ctx.tx);
  const acts = new Map<string, Act[]>();
  for (const { caseId, kind, byStaff, opinion } of rows) {
    const source = sources[kind];
    if (!source || (source.by === 'staff' && !byStaff)) continue;
    const { verb, said } = source;
    const action = { verb, ...said, ...(opinion === null ? {} : { opinion }) };
    acts.set(caseId, [...(acts.get(caseId) ?? []), { verb, variables: { action } }]);
  }
  return acts;
}
