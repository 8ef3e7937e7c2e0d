import { dateOf } from '../../platform/clock/index.ts';
import {
  dueDate,
  startTerm,
  type Calendar,
  type Term,
  type TermUnit,
} from '../../platform/calendar/index.ts';
import type { ItemContent } from '../items/index.ts';
import type { CaseRow } from './model.ts';

interface TermRule {
  statutory: { amount: number; unit: TermUnit };
  promised: { amount: number; unit: TermUnit };
  extension: { amount: number; unit: TermUnit } | undefined;
  parameters: Record<string, number | string>;
}

/** The rule of an item's own law that is in force on a day; a case keeps the one of its acceptance. */
export function termRule(item: ItemContent, day: string): TermRule {
  const version = item.clock.versions
    ?.filter((entry) => entry.from <= day)
    .sort((a, b) => b.from.localeCompare(a.from))[0];
  return {
    statutory: version?.statutory ?? item.statutory,
    promised: version?.promised ?? item.promised,
    extension: version?.extension ?? item.clock.extension,
    parameters: version?.parameters ?? {},
  };
}

/** Starts both terms at acceptance; an item done on the spot has none. */
export function startTerms(row: CaseRow, item: ItemContent, now: Date, calendar: Calendar): void {
  const rule = termRule(item, dateOf(now));
  // What a person must decide after the rules did not grant has no promise of its own: the law's term binds.
  const promised = rule.promised.amount > 0 ? rule.promised : rule.statutory;
  row.acceptedAt = now;
  row.statutory = termOf(now, rule.statutory);
  row.promised = termOf(now, promised);
  refreshDue(row, calendar);
}

function termOf(start: Date, duration: { amount: number; unit: TermUnit }): Term | null {
  return duration.amount > 0 ? startTerm(start, duration.amount, duration.unit) : null;
}

/** Computes the due dates of a case again from its terms, as after an extension or a new calendar notice. */
export function refreshDue(row: CaseRow, calendar: Calendar): void {
  const statutory = row.statutory ? dueDate(row.statutory, calendar) : null;
  const promised = row.promised ? dueDate(row.promised, calendar) : null;
  row.statutoryDue = statutory?.at ?? null;
  row.due = promised?.at ?? statutory?.at ?? null;
  row.dueProvisional = promised?.provisional ?? statutory?.provisional ?? false;
}

export type DueState = 'none' | 'fine' | 'soon' | 'overdue' | 'suspended';

/** How a due date stands, as queues colour it; soon is the last two working days. */
export function dueState(
  row: Pick<CaseRow, 'due' | 'status' | 'endedAt'>,
  now: Date,
  calendar: Calendar,
): DueState {
  if (row.status === 'suspended') return 'suspended';
  if (row.due === null || row.endedAt !== null) return 'none';
  if (row.due < now) return 'overdue';
  return calendar.workingDaysBetween(dateOf(now), dateOf(row.due)) <= 2 ? 'soon' : 'fine';
}
