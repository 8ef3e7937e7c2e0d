import type { CaseRow, Reader } from './model.ts';
import type { Standing } from './standing.ts';
import type { CaseParty } from './store.ts';

/** In which part someone reads a case who stands to it like this; an agent no more whose mandate has ended. */
export function readerOf({ parts, hasLapsed }: Pick<Standing, 'parts' | 'hasLapsed'>): Reader {
  if (parts.includes('applicant') && !hasLapsed) return 'applicant';
  return parts.includes('coApplicant') ? 'coApplicant' : 'staff';
}

/** What of a case one reader sees more of than another: its answers, what is to be corrected, and its grounds. */
type ShownParts = Pick<CaseRow, 'form' | 'sources' | 'corrections' | 'reasons'>;

/**
 * The parts of a case that its reader may see. Another party reads the answers that they themselves are or were
 * asked to confirm, and nothing else: the grounds are found on the applicant’s data.
 */
export function shownTo(row: ShownParts, reader: Reader, own: CaseParty | undefined): ShownParts {
  const { form, sources, corrections, reasons } = row;
  if (reader !== 'coApplicant') return { form, sources, corrections, reasons };
  const names = new Set(own?.confirms);
  const only = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  return {
    form: only(form),
    sources: only(sources),
    corrections: corrections.filter(({ path }) => names.has(path.replace(/^\/form\//, ''))),
    reasons: [],
  };
}
