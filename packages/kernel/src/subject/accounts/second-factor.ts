import type { Columns } from '../../platform/columns/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { Context, UnitOfWork } from '../../platform/context/index.ts';
import { isStaff } from '../../platform/context/index.ts';
import { endSessions } from './end-sessions.ts';
import { accountErrors } from './errors.ts';
import { countWrongTry, expectPassword } from './prove.ts';
import { findRecoveryHash, makeRecoveryCodes, removeRecoveryCodes, takeRecoveryCode } from './recovery.ts';
import { getAccount, totpColumns } from './store.ts';
import { tellAccount } from './tell.ts';
import { findTotpStep, newTotpSecret } from './totp.ts';

/** By what the second factor was shown: a step of the authenticator, or a recovery code. */
export type Proof = { step: number } | { recoveryHash: string };

export async function findProof(
  { db, columns }: { db: Db | Tx; columns: Columns },
  account: { id: string; totpSecretSealed: Buffer },
  code: string,
  now: Date,
): Promise<Proof | undefined> {
  const secret = await columns.open(db, totpColumns.secret, account.id, account.totpSecretSealed);
  const step = findTotpStep(secret, code, now);
  if (step !== undefined) return { step };
  const recoveryHash = await findRecoveryHash(db, account.id, code);
  return recoveryHash === undefined ? undefined : { recoveryHash };
}

/** Makes a secret that counts only once a code of it was entered. Errors: `account.code-already`, as `expectPassword`. */
export async function startSecondFactor(
  ctx: Context,
  unit: UnitOfWork,
  accountId: string,
  password: string,
): Promise<{ secret: string; login: string }> {
  const account = await expectPassword(ctx, unit, accountId, password);
  if (account.totpSecretSealed !== null) throw accountErrors.codeAlready();
  const secret = newTotpSecret();
  const { sealed } = await ctx.columns.seal(ctx.tx, totpColumns.pending, accountId, secret);
  await ctx.tx
    .updateTable('account')
    .set({ totpPendingSealed: sealed })
    .where('id', '=', accountId)
    .execute();
  ctx.record({ action: 'account.start-second-factor', entity: 'account', entityId: accountId });
  return { secret, login: account.login };
}

/** Turns the second factor on and answers the recovery codes. Errors: `account.no-code`, `account.wrong-code`. */
export async function confirmSecondFactor(
  ctx: Context,
  accountId: string,
  code: string,
  keep: string | null,
): Promise<string[]> {
  const { totpPendingSealed, totpSecretSealed } = await getAccount(ctx.tx, accountId);
  if (totpSecretSealed !== null) throw accountErrors.codeAlready();
  if (totpPendingSealed === null) throw accountErrors.noCode();
  const secret = await ctx.columns.open(ctx.tx, totpColumns.pending, accountId, totpPendingSealed);
  const totpStep = findTotpStep(secret, code, ctx.now);
  if (totpStep === undefined) throw accountErrors.wrongCode();
  const { sealed } = await ctx.columns.seal(ctx.tx, totpColumns.secret, accountId, secret);
  await ctx.tx
    .updateTable('account')
    .set({ totpSecretSealed: sealed, totpPendingSealed: null, totpStep })
    .where('id', '=', accountId)
    .execute();
  const codes = await makeRecoveryCodes(ctx, accountId);
  await endSessions(ctx, accountId, keep);
  await tellAccount(ctx, accountId, 'codeOn');
  ctx.record({ action: 'account.second-factor-on', entity: 'account', entityId: accountId });
  return codes;
}

/** Turns it off again, by a code. Errors: `account.code-needed-of-staff`, `account.no-code`, `account.wrong-code`. */
export async function removeSecondFactor(
  ctx: Context,
  unit: UnitOfWork,
  accountId: string,
  code: string,
  keep: string | null,
): Promise<void> {
  if (isStaff(ctx.actor)) throw accountErrors.codeNeededOfStaff();
  const account = await getAccount(ctx.tx, accountId);
  const { totpSecretSealed } = account;
  if (totpSecretSealed === null) throw accountErrors.noCode();
  if (account.lockedUntil && account.lockedUntil > ctx.now) throw accountErrors.locked();
  const proof = await findProof(
    { db: ctx.tx, columns: ctx.columns },
    { ...account, totpSecretSealed },
    code,
    ctx.now,
  );
  const taken = proof && (await takeProof(ctx, accountId, proof));
  if (!taken) throw await countWrongTry(unit, accountId, accountErrors.wrongCode());
  await ctx.tx
    .updateTable('account')
    .set({ totpSecretSealed: null, totpStep: null })
    .where('id', '=', accountId)
    .execute();
  await removeRecoveryCodes(ctx, accountId);
  await endSessions(ctx, accountId, keep);
  await tellAccount(ctx, accountId, 'codeOff');
  ctx.record({ action: 'account.second-factor-off', entity: 'account', entityId: accountId });
}

/** A code works once. Answers false when it was used before. */
export async function takeProof(ctx: Context, accountId: string, proof: Proof): Promise<boolean> {
  if ('recoveryHash' in proof) return takeRecoveryCode(ctx, accountId, proof.recoveryHash);
  const { numUpdatedRows } = await ctx.tx
    .updateTable('account')
    .set({ totpStep: proof.step })
    .where('id', '=', accountId)
    .where((eb) => eb.or([eb('totpStep', 'is', null), eb('totpStep', '<', proof.step)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
