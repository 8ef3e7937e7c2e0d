import type { CaseRow, Reader } from './model.ts';
import type { CaseEvent } from './store.ts';
import type { OpenTask } from './tasks.ts';
import type { CasePart } from './verbs.ts';

/** In which part someone reads a case in which they meet it in these. */
export function readerOf(parts: readonly CasePart[]): Reader {
  if (parts.includes('applicant')) return 'applicant';
  return parts.includes('coApplicant') ? 'coApplicant' : 'staff';
}

/** A co-applicant reads what they confirm or confirmed, where the process names it, and not the applicant's telephone. */
export function shownAnswers(
  { form, sources }: CaseRow,
  reader: Reader,
  tasks: readonly OpenTask[],
  events: readonly CaseEvent[],
): Pick<CaseRow, 'form' | 'sources'> {
  const asked = tasks.find(({ verbs }) => verbs.includes('confirm'))?.confirms;
  const answered = events.findLast(({ kind }) => kind === 'confirmed' || kind === 'declined')?.detail;
  const names = new Set(asked ?? (answered?.['confirms'] as string[] | undefined) ?? []);
  if (reader !== 'coApplicant' || names.size === 0) return { form, sources };
  const only = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  return { form: only(form), sources: only(sources) };
}
