import { sql } from '../../../platform/database/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import type { InstanceRef, OperationCall, pending, Variables } from '../../../work/processes/index.ts';
import { caseErrors } from '../errors.ts';
import { openSession } from '../session.ts';
import type { CaseDeps } from '../deps.ts';
import { libraryOperations } from './library.ts';
import type { Operation } from './model.ts';
import { moneyOperations } from './money.ts';
import { outcomeOperations } from './outcomes.ts';
import { peopleOperations } from './people.ts';
import { licenceOperations } from './licences.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...libraryOperations,
  ...outcomeOperations,
  ...licenceOperations,
  ...moneyOperations,
  ...peopleOperations,
};

/** Names of all operations, by which conformance checks the processes of a pack. */
export const operationNames: readonly string[] = Object.keys(operations);

export async function runOperation(
  ctx: Context,
  type: string,
  call: OperationCall,
  instance: InstanceRef,
  deps: CaseDeps,
): Promise<Variables | typeof pending> {
  const operation = operations[type];
  if (!operation || instance.caseId === null)
    throw caseErrors.processFailed({ element: call.element.name || call.element.id });
  const session = await openSession(ctx, instance.caseId);
  return operation(ctx, session, call, deps);
}

/** Locks the case of an instance before the instance itself, as commands do; else the two could wait for each other. */
export async function lockCaseOfInstance(ctx: Context, instanceId: string): Promise<void> {
  await sql`select c.id from service_case c join process_instance i on i.case_id = c.id
    where i.id = ${instanceId} for update of c`.execute(ctx.tx);
}
