import type { Calendar } from '../../platform/calendar/index.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Catalogue } from '../../data/catalogue/index.ts';
import type { Decisions } from '../../work/decisions/index.ts';
import type { CaseNumbers } from './numbers.ts';
import type { Payments } from '../../work/payments/index.ts';
import type { Processes } from '../../work/processes/index.ts';

/** What cases are handled with. */
export interface CaseDeps {
  processes: Processes;
  decisions: Decisions;
  payments: Payments;
  catalogue: Catalogue;
  files: Files;
  calendar: () => Calendar;
  /** Begins the number of each case. */
  casePrefix: string;
  caseNumbers: CaseNumbers;
}
