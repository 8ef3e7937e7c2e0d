import { closeOfOffice, dateOf } from '../../../platform/clock/index.ts';
import {
  extend as extendTerm,
  resume as resumeTerm,
  suspend as suspendTerm,
} from '../../../platform/calendar/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import { fillText } from '../../../platform/text/index.ts';
import type { CaseDeps } from '../deps.ts';
import { caseErrors } from '../errors.ts';
import { issueNotice } from '../notices.ts';
import { moveTo, type CaseSession } from '../session.ts';
import { listEvents } from '../store.ts';
import { tellApplicant } from '../tell.ts';
import { refreshDue, termRule } from '../terms.ts';
import { eventWords, spokenDate } from '../words.ts';
import { verbForms } from '../verb-forms.ts';
import type { VerbHandler } from './model.ts';

const never = new Date('9999-01-01T00:00:00Z');

const suspend: VerbHandler = async (ctx, deps, { session, input }) => {
  const { row, item } = session;
  const cause = String(input['cause']);
  const words = verbForms.suspend?.properties['cause']?.['x-enum']?.[cause] ?? { zh: cause, en: cause };
  const allowed: readonly string[] = item.content.clock.suspendFor;
  if (!allowed.includes(cause)) throw caseErrors.noSuspension({ cause: words.zh });
  const reason = String(input['reason']);
  row.priorStatus = row.status;
  if (row.statutory) row.statutory = suspendTerm(row.statutory, ctx.now, reason);
  if (row.promised) row.promised = suspendTerm(row.promised, ctx.now, reason);
  refreshDue(row, deps.calendar());
  const timers = await holdTimers(ctx, deps, session);
  const noticeId = await issueNotice(ctx, session, 'suspended', {
    paragraphs: [
      `因办理需要进行${words.zh}，所需时间依法不计算在办理期限内。说明：${reason}`,
      `依据：${item.content.clock.law.zh}`,
    ],
  });
  const text = fillText(eventWords.suspended, { cause: words });
  moveTo(ctx, session, 'suspended', { kind: 'suspended', text, detail: { cause, reason, timers }, noticeId });
};

interface HeldTimer {
  waitId: string;
  /** Working days that were left. */
  days: number;
}

/** The terms of tasks stand still as well: their timers are put off and what was left is kept. */
async function holdTimers(
  ctx: Context,
  { processes, calendar }: CaseDeps,
  { row }: CaseSession,
): Promise<HeldTimer[]> {
  const waits = row.instanceId === null ? [] : await processes.listWaits(ctx, row.instanceId);
  const timers = waits.filter((wait) => wait.kind === 'timer' && wait.dueAt !== undefined);
  const today = dateOf(ctx.now);
  for (const { id } of timers)
    await processes.signal(ctx, row.instanceId ?? '', { kind: 'moveTimer', waitId: id, dueAt: never });
  return timers.map(({ id, dueAt = '' }) => ({
    waitId: id,
    days: calendar().workingDaysBetween(today, dateOf(new Date(dueAt))),
  }));
}

const resume: VerbHandler = async (ctx, deps, { session, input }) => {
  const { row } = session;
  if (row.statutory) row.statutory = resumeTerm(row.statutory, ctx.now);
  if (row.promised) row.promised = resumeTerm(row.promised, ctx.now);
  refreshDue(row, deps.calendar());
  const last = (await listEvents(ctx, row.id)).findLast((event) => event.kind === 'suspended');
  const working = deps.calendar();
  for (const { waitId, days } of (last?.detail['timers'] ?? []) as HeldTimer[]) {
    const date = working.addWorkingDays(dateOf(ctx.now), Math.max(1, days));
    const dueAt = closeOfOffice(date, working.officeHours.at(-1)?.[1] ?? 17);
    await deps.processes.signal(ctx, row.instanceId ?? '', { kind: 'moveTimer', waitId, dueAt });
  }
  const back = row.priorStatus ?? 'accepted';
  row.priorStatus = null;
  moveTo(ctx, session, back, { kind: 'resumed', text: eventWords.resumed, detail: { ...input } });
};

const extend: VerbHandler = async (ctx, { calendar }, { session, input }) => {
  const { row, item } = session;
  const accepted = row.acceptedAt ?? ctx.now;
  const { extension } = termRule(item.content, dateOf(accepted));
  const done = (row.statutory?.extensions.length ?? 0) > 0;
  if (!extension || !row.statutory || done) throw caseErrors.noExtension();
  const reason = String(input['reason']);
  row.statutory = extendTerm(row.statutory, extension.amount, reason);
  if (row.promised) row.promised = extendTerm(row.promised, extension.amount, reason);
  refreshDue(row, calendar());
  const due = row.due ? spokenDate(dateOf(row.due)) : { zh: '—', en: '—' };
  const noticeId = await issueNotice(ctx, session, 'extended', {
    paragraphs: [
      `因${reason}，经本机关负责人批准，办理期限延长 ${extension.amount} 个工作日。`,
      `依据：${item.content.clock.law.zh}`,
    ],
    fields: [{ label: '延长后办结', value: `${due.zh}前` }],
  });
  session.events.push({
    kind: 'extended',
    text: fillText(eventWords.extended, { amount: extension.amount, reason }),
    noticeId,
  });
  await tellApplicant(ctx, session, 'extended', { due: due.zh });
};

export const clockVerbs = { suspend, resume, extend };
