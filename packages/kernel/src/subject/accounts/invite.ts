import type { Context } from '../../platform/context/index.ts';
import { accountErrors } from './errors.ts';
import { newLinkSecret, hashLinkSecret, linkEnd } from './links.ts';
import { checkPassword } from './password-rules.ts';
import { hashPassword } from './password.ts';
import { createAccount, givePosts } from './store.ts';
import { newTotpSecret } from './totp.ts';

/** Makes the one invitation of the first administrator. Errors: `account.administrator-exists`. */
export async function inviteAdministrator(ctx: Context, postId: string): Promise<string> {
  const existing = await ctx.tx
    .selectFrom('accountPost')
    .innerJoin('post', 'post.id', 'accountPost.postId')
    .select('accountPost.accountId')
    .where('post.role', '=', 'admin')
    .executeTakeFirst();
  if (existing) throw accountErrors.administratorExists();
  return (await inviteStaff(ctx, postId)).token;
}

/** Makes an invitation to an account with a post; its secret is shown once and never kept. */
export async function inviteStaff(ctx: Context, postId: string): Promise<{ token: string; expiresAt: Date }> {
  const token = newLinkSecret();
  const expiresAt = linkEnd(ctx.now);
  await ctx.tx
    .insertInto('invitation')
    .values({ tokenHash: hashLinkSecret(token), postId, expiresAt })
    .execute();
  ctx.record({ action: 'account.invite', entity: 'post', entityId: postId });
  return { token, expiresAt };
}

/** Turns an invitation into an account with its post and answers its TOTP secret; works once. */
export async function acceptInvitation(
  ctx: Context,
  input: { token: string; login: string; name: string; password: string },
  words: readonly string[],
): Promise<string> {
  checkPassword(input.password, input.login, words);
  const used = await ctx.tx
    .updateTable('invitation')
    .set({ usedAt: ctx.now })
    .where('tokenHash', '=', hashLinkSecret(input.token))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .returning('postId')
    .executeTakeFirst();
  if (!used) throw accountErrors.invitationInvalid();
  const passwordHash = await hashPassword(input.password);
  const totpSecret = newTotpSecret();
  const accountId = await createAccount(ctx, {
    login: input.login,
    name: input.name,
    passwordHash,
    totpSecret,
  });
  await givePosts(ctx, accountId, [used.postId]);
  return totpSecret;
}
