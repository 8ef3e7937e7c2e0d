import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { accountErrors } from './errors.ts';
import { verifyPassword } from './password.ts';
import { findProof, takeProof, type Proof } from './second-factor.ts';
import { findAccountByLogin, type AccountRow } from './store.ts';
import { tellAccount } from './tell.ts';
import { countFailure, countUnknown, findUnknownLock, takeSignIn } from './tries.ts';

export interface SignInAttempt {
  login: string;
  password: string;
  /** Of the authenticator, or a recovery code. */
  totp?: string;
}

/**
 * Checks name and password (and the one-time code of an account that has one) and answers the account.
 * A login that nobody has costs the same work and is answered, counted and locked the same.
 * A failure is counted in its own transaction, so that it stays counted.
 */
export async function signIn(unit: UnitOfWork, attempt: SignInAttempt): Promise<AccountRow> {
  const why = system('signing in happens before there is an actor');
  const account = await findAccountByLogin(unit.db, attempt.login);
  const now = unit.clock.now();
  const lockedUntil = account ? account.lockedUntil : await findUnknownLock(unit.db, attempt.login);
  if (lockedUntil && lockedUntil > now) throw accountErrors.locked();
  const passwordOk = await verifyPassword(attempt.password, account?.passwordHash ?? null);
  if (!account || !passwordOk || account.disabledAt) throw await refusal();
  const { id, totpSecretSealed } = account;
  let proof: Proof | undefined;
  if (totpSecretSealed !== null) {
    if (!attempt.totp) throw accountErrors.totpNeeded();
    proof = await findProof(unit, { ...account, totpSecretSealed }, attempt.totp, now);
    if (proof === undefined) throw await refusal();
  }
  const taken = await unit.run({ actor: why }, (ctx) => take(ctx, id, proof));
  if (!taken) throw await refusal();
  return account;

  async function refusal(): Promise<Error> {
    const counted = await unit.run({ actor: why }, (ctx) =>
      account ? countFailure(ctx, account.id) : countUnknown(ctx, attempt.login),
    );
    return counted ? accountErrors.wrongCredentials() : accountErrors.locked();
  }
}

async function take(ctx: Context, id: string, proof: Proof | undefined): Promise<boolean> {
  if (proof && !(await takeProof(ctx, id, proof))) return false;
  if (!(await takeSignIn(ctx, id))) return false;
  if (proof && 'recoveryHash' in proof) await tellAccount(ctx, id, 'recoveryUsed');
  return true;
}
