import type { Context } from '../../platform/context/index.ts';
import { decisionErrors } from './errors.ts';
import { evaluateDecision } from './evaluate.ts';
import type { DecisionModel, Decisions } from './model.ts';

/** A case that a decision was made for, with what the decision read and answered then. */
export interface RecordedCase {
  number: string;
  /** Instant by whose version it was decided. */
  at: Date;
  variables: Record<string, unknown>;
  value: unknown;
}

/** Finds the newest cases that a decision was made for; cases are a later folder, which leaves the access records. */
export type FindRecorded = (ctx: Context, decisionId: string, limit: number) => Promise<RecordedCase[]>;

/** What a decision answers, without anything about the person: the outcome and the codes of its reasons. */
export interface Outcome {
  outcome: string;
  reasons: string[];
}

export interface TrialLine {
  number: string;
  at: Date;
  /** Null where the answer is no ruling with an outcome. */
  before: Outcome | null;
  after: Outcome | null;
}

export interface TrialReport {
  tried: number;
  same: number;
  changed: TrialLine[];
  /** Cases whose data has changed since, so that the version of then answers otherwise too: they prove nothing. */
  unrepeatable: string[];
}

/**
 * Makes a decision again for the newest cases that it was made for, by a model that is not published yet,
 * and tells which outcomes would differ. Nothing is changed. Errors: `decision.unknown-decision`.
 */
export async function tryDecision(
  ctx: Context,
  deps: { decisions: Decisions; findRecorded: FindRecorded },
  asked: { decision: string; model: DecisionModel; limit: number },
): Promise<TrialReport> {
  const { decision, model, limit } = asked;
  if (!model.decisions.some(({ id }) => id === decision)) throw decisionErrors.unknownDecision({ decision });
  const recorded = await deps.findRecorded(ctx, decision, limit);
  const report: TrialReport = { tried: recorded.length, same: 0, changed: [], unrepeatable: [] };
  for (const { number, at, variables, value } of recorded) {
    const then = { ...ctx, now: at };
    const again = await deps.decisions.evaluate(then, decision, variables, { asOf: at });
    if (!alike(again.value, value)) report.unrepeatable.push(number);
    else {
      const { value: next } = evaluateDecision(model, decision, variables, at);
      if (alike(next, value)) report.same += 1;
      else report.changed.push({ number, at, before: outcomeOf(value), after: outcomeOf(next) });
    }
  }
  ctx.record({
    action: 'decision.trial',
    entity: 'decision',
    entityId: decision,
    detail: { tried: report.tried, changed: report.changed.length },
  });
  return report;
}

/** Rulings are alike when outcome and reasons are; other answers when they say the same. */
function alike(a: unknown, b: unknown): boolean {
  const [first, second] = [outcomeOf(a), outcomeOf(b)];
  return first && second
    ? JSON.stringify(first) === JSON.stringify(second)
    : JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function outcomeOf(value: unknown): Outcome | null {
  if (value === null || typeof value !== 'object') return null;
  const { outcome, reasons } = value as { outcome?: unknown; reasons?: unknown };
  if (typeof outcome !== 'string') return null;
  return { outcome, reasons: Array.isArray(reasons) ? reasons.map(String).toSorted() : [] };
}
