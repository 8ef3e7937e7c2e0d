import type { Context, UnitOfWork } from '../../platform/context/index.ts';
import { endSessions } from './end-sessions.ts';
import { hashPassword } from './password.ts';
import { checkPassword } from './password-rules.ts';
import { expectPassword } from './prove.ts';
import { tellAccount } from './tell.ts';

export interface PasswordChange {
  old: string;
  new: string;
}

/** Changes one's own password; every session but `keep` ends. Errors: as `expectPassword` and `checkPassword`. */
export async function changePassword(
  ctx: Context,
  unit: UnitOfWork,
  accountId: string,
  change: PasswordChange,
  rules: { words: readonly string[]; keep: string | null },
): Promise<void> {
  const { login } = await expectPassword(ctx, unit, accountId, change.old);
  checkPassword(change.new, login, rules.words);
  await setPassword(ctx, accountId, change.new);
  await endSessions(ctx, accountId, rules.keep);
  await tellAccount(ctx, accountId, 'passwordChanged');
  ctx.record({ action: 'account.change-password', entity: 'account', entityId: accountId });
}

/** Wrong tries with the old one count no more. */
export async function setPassword(ctx: Context, accountId: string, password: string): Promise<void> {
  await ctx.tx
    .updateTable('account')
    .set({ passwordHash: await hashPassword(password), failedAttempts: 0, lockedUntil: null })
    .where('id', '=', accountId)
    .execute();
}
