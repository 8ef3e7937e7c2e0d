import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { accountErrors } from './errors.ts';
import { verifyPassword } from './password.ts';
import { getAccount, type AccountRow } from './store.ts';
import { countFailure } from './tries.ts';

/**
 * Whoever changes how an account is entered shows first that it is theirs; a wrong password counts as it does at
 * sign-in. Errors: `account.no-password`, `account.wrong-password`, `account.locked`.
 */
export async function expectPassword(
  ctx: Context,
  unit: UnitOfWork,
  accountId: string,
  password: string,
): Promise<AccountRow> {
  const account = await getAccount(ctx.tx, accountId);
  if (account.passwordHash === null) throw accountErrors.noPassword();
  if (account.lockedUntil && account.lockedUntil > ctx.now) throw accountErrors.locked();
  if (!(await verifyPassword(password, account.passwordHash)))
    throw await countWrongTry(unit, accountId, accountErrors.wrongPassword());
  return account;
}

/** Counts a wrong try in a transaction of its own, so that it stays counted, and answers what to throw. */
export async function countWrongTry(unit: UnitOfWork, accountId: string, refusal: Error): Promise<Error> {
  const counted = await unit.run(
    { actor: system('a wrong try is kept although its command is undone') },
    (ctx) => countFailure(ctx, accountId),
  );
  return counted ? refusal : accountErrors.locked();
}
