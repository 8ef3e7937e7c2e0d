import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { accountErrors } from './errors.ts';
import { verifyPassword } from './password.ts';
import { clearFailures, countFailure, findAccountByLogin, type AccountRow } from './store.ts';
import { verifyTotp } from './totp.ts';

export interface SignInAttempt {
  login: string;
  password: string;
  totp?: string;
}

const maxFailures = 5;
const lockMs = 15 * 60_000;

/**
 * Checks name and password (and the one-time code of an account that has one) and answers the account.
 * A failure is counted in its own transaction, so that it stays counted.
 */
export async function signIn(unit: UnitOfWork, attempt: SignInAttempt): Promise<AccountRow> {
  const why = system('signing in happens before there is an actor');
  const account = await findAccountByLogin(unit.db, attempt.login);
  const now = unit.clock.now();
  if (account?.lockedUntil && account.lockedUntil > now) throw accountErrors.locked();
  const passwordOk = await verifyPassword(attempt.password, account?.passwordHash ?? null);
  if (!account || !passwordOk || account.disabledAt) {
    if (account) await fail(account);
    throw accountErrors.wrongCredentials();
  }
  if (account.totpSecret !== null) {
    if (!attempt.totp) throw accountErrors.totpNeeded();
    if (!verifyTotp(account.totpSecret, attempt.totp, now)) {
      await fail(account);
      throw accountErrors.wrongCredentials();
    }
  }
  await unit.run({ actor: why }, async (ctx) => {
    await clearFailures(ctx, account.id);
    ctx.record({ action: 'account.sign-in', entity: 'account', entityId: account.id });
  });
  return account;

  async function fail(row: AccountRow): Promise<void> {
    const locks = (row.failedAttempts + 1) % maxFailures === 0;
    await unit.run({ actor: why }, async (ctx) => {
      await countFailure(ctx, row.id, locks ? new Date(now.getTime() + lockMs) : null);
      ctx.record({
        action: 'account.sign-in-failed',
        entity: 'account',
        entityId: row.id,
        detail: { locks },
      });
    });
  }
}
