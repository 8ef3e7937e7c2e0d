import type { Context } from '../../../platform/context/index.ts';
import type { OperationCall, pending, Variables } from '../../../work/processes/index.ts';
import type { CaseDeps } from '../deps.ts';
import type { CaseSession } from '../session.ts';

/** One kind of service task: it changes the case in its session and answers variables of the process. */
export type Operation = (
  ctx: Context,
  session: CaseSession,
  call: OperationCall,
  deps: CaseDeps,
) => Promise<Variables | typeof pending>;
