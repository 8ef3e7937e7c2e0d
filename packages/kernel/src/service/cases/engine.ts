import { compileExpression, toJson } from '@quancheng/engines/feel';
import { closeOfOffice, dateOf } from '../../platform/clock/index.ts';
import type { Calendar } from '../../platform/calendar/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { createPayments, type Channel, type Payments } from '../../work/payments/index.ts';
import {
  addCivilDuration,
  createProcesses,
  findDuration,
  type Expressions,
  type Processes,
} from '../../work/processes/index.ts';
import { fillText, formatYuan } from '../../platform/text/index.ts';
import type { CaseDeps } from './deps.ts';
import { explain, isRuling } from './explain.ts';
import { lockCaseOfInstance, runOperation } from './operations/index.ts';
import { markDelivered } from './operations/outcomes.ts';
import { openSession, saveSession } from './session.ts';
import { keepConfirms } from './store.ts';
import { confirmsOf } from './tasks.ts';
import { eventWords } from './words.ts';

/** FEEL behind the process engine. */
export const feelExpressions: Expressions = {
  compile(source) {
    const expression = compileExpression(source);
    return { evaluate: (variables, now) => toJson(expression.evaluate({ ...variables }, now)) };
  },
};

type Given = Omit<CaseDeps, 'processes' | 'payments'> & { channel: Channel; origin: string };

/** What the history calls a step, however its words name people. */
const kinds = {
  paid: 'paid',
  paidBy: 'paid',
  refunded: 'refunded',
  refundedTo: 'refunded',
  payoutPaid: 'payoutPaid',
} as const;

export interface CaseEngine {
  deps: CaseDeps;
  processes: Processes;
  payments: Payments;
  /** The file of a case's licence is there. */
  delivered(ctx: Context, caseId: string): Promise<void>;
  readonly handlers: Record<string, (ctx: Context, payload: Record<string, unknown>) => Promise<void>>;
}

/** Joins the process engine, decisions and payments with the case they work for. */
export function createCaseEngine(given: Given): CaseEngine {
  const processes = createProcesses({
    expressions: feelExpressions,
    operation: (ctx, type, call, instance) => runOperation(ctx, type, call, instance, deps),
    decide: async (ctx, decisionId, variables, instance) => {
      const session = instance.caseId === null ? null : await openSession(ctx, instance.caseId);
      // A case is decided by the version that stood when it was handed in.
      const asOf = session?.row.submittedAt ?? ctx.now;
      const answer = await given.decisions.evaluate(ctx, decisionId, variables, { asOf });
      if (!session || !isRuling(answer.value)) return answer.value;
      return { ...answer.value, explained: explain(answer.value, answer, variables, session.words, ctx.now) };
    },
    addDuration: (from, duration, options) => addDuration(from, duration, options.calendar, given.calendar()),
    stepped: async (ctx, step) => {
      if (step.caseId === null) return;
      const session = await openSession(ctx, step.caseId);
      const waits = step.status === 'running' ? await processes.listWaits(ctx, step.id) : [];
      const roles = [
        ...new Set(waits.flatMap((wait) => (wait.kind === 'task' ? (wait.candidateGroups ?? []) : []))),
      ];
      // A timer or a message may also send the case to another desk.
      if (roles.join() !== session.row.waitingRoles.join()) session.row.claimedBy = null;
      session.row.waitingRoles = roles;
      const confirms = confirmsOf(waits);
      if (confirms.length > 0) await keepConfirms(ctx, step.caseId, confirms);
      // A command saves its session itself, after what it does last.
      if (session.byApplicant === null) await saveSession(ctx, session);
    },
  });

  const payments = createPayments({
    channel: given.channel,
    origin: given.origin,
    hooks: {
      lock: async (ctx, caseId) => void (await openSession(ctx, caseId)),
      paid: (ctx, order) => moneyCame(ctx, order, order.payerName ? 'paidBy' : 'paid', 'order.paid'),
      refunded: (ctx, order) => moneyCame(ctx, order, order.payerName ? 'refundedTo' : 'refunded', null),
      payoutPaid: (ctx, payout) => moneyCame(ctx, payout, 'payoutPaid', 'payout.paid'),
    },
  });
  const deps: CaseDeps = { ...given, processes, payments };

  async function moneyCame(
    ctx: Context,
    money: { id: string; caseId: string; amount: number; payerName?: string | null },
    words: 'paid' | 'paidBy' | 'refunded' | 'refundedTo' | 'payoutPaid',
    message: string | null,
  ): Promise<void> {
    const session = await openSession(ctx, money.caseId);
    const text = fillText(eventWords[words], {
      amount: formatYuan(money.amount),
      name: money.payerName ?? '',
    });
    session.events.push({ kind: kinds[words], text, bySystem: true, detail: { id: money.id } });
    const variables = { today: dateOf(ctx.now) };
    const step =
      message &&
      (await processes.deliver(ctx, {
        name: message,
        correlationKey: money.id,
        messageId: `${message} ${money.id}`,
        variables,
      }));
    if (!step) await saveSession(ctx, session);
  }

  async function delivered(ctx: Context, caseId: string): Promise<void> {
    const session = await openSession(ctx, caseId);
    markDelivered(ctx, session);
    if (session.events.length > 0) await saveSession(ctx, session);
  }

  async function fireTimer(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    await lockCaseOfInstance(ctx, String(payload['instanceId']));
    await processes.handlers['process.timer']?.(ctx, payload);
  }

  return {
    deps,
    processes,
    payments,
    delivered,
    handlers: { ...processes.handlers, 'process.timer': fireTimer, ...payments.handlers },
  };
}

/**
 * Adds an ISO 8601 duration. Days of the working calendar end at close of office; the day of receipt does
 * not count (行政许可法 art. 82). Other durations follow the civil calendar of China.
 */
function addDuration(from: Date, text: string, calendar: 'working' | undefined, working: Calendar): Date {
  const duration = findDuration(text);
  if (!duration) throw new RangeError(`not an ISO 8601 duration: ${text}`);
  if (calendar !== 'working') return addCivilDuration(from, duration);
  const date = working.addWorkingDays(dateOf(from), duration.days);
  return closeOfOffice(date, working.officeHours.at(-1)?.[1] ?? 17);
}
