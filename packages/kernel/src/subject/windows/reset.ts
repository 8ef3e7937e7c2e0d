import { randomBytes, randomInt } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import {
  accountIdOf,
  accountOf,
  checkPassword,
  endSessions,
  getAccount,
  setPassword,
  tellAccount,
} from '../accounts/index.ts';
import type { SessionRow } from '../sessions/index.ts';
import { beginAs, type Begun } from './begin.ts';
import { windowErrors } from './errors.ts';
import type { NewWindowSession, WindowPorts, WindowSessionRow } from './model.ts';
import { countResets, keepSecret, takeSecret } from './store.ts';

const chooseMs = 10 * 60_000;
/** New passwords that one clerk begins within an hour. */
const mostResets = 10;
const hourMs = 3_600_000;

/**
 * Lets a resident who has no other way in choose a new password on the screen of the window, by an identity card: the
 * clerk does not see it. Errors: `window.*`, `platform.purpose-needed`.
 */
export async function beginReset(
  ctx: Context,
  ports: WindowPorts,
  clerk: SessionRow | undefined,
  given: NewWindowSession,
): Promise<Begun> {
  if (ctx.purpose !== 'account-recovery') throw platformErrors.purposeNeeded();
  if (given.document !== 'identity-card' && given.document !== 'temporary-card')
    throw windowErrors.cardNeeded();
  const since = new Date(ctx.now.getTime() - hourMs);
  if ((await countResets(ctx, accountIdOf(ctx), since)) >= mostResets)
    throw windowErrors.tooManyResets({ most: mostResets });
  const begun = await beginAs('password', ctx, ports, clerk, given);
  const account = await accountOf(ctx.tx, begun.accountId, ctx.now);
  // An administrator of their own agency replaces it, and the authenticator with it.
  if (account && account.posts.length > 0) throw windowErrors.staffAccount();
  return begun;
}

/** What the screen holds from now on, to choose a password by. */
export async function openReset(ctx: Context, { id }: WindowSessionRow): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await keepSecret(ctx, id, secret, new Date(ctx.now.getTime() + chooseMs));
  return secret;
}

/**
 * Replaces the password by what was typed on the screen; all sessions end, and the holder is told. Answers what one
 * signs in as: who had never signed in otherwise gets something that can be written down. Errors: `window.reset-gone`,
 * as `checkPassword`.
 */
export async function chooseAtWindow(
  ctx: Context,
  given: { token: string; password: string },
  words: readonly string[],
): Promise<{ login: string }> {
  const window = await takeSecret(ctx, given.token);
  if (!window) throw windowErrors.resetGone();
  const { accountId, clerkAccountId, place, document, documentEnd } = window;
  const login = await loginOf(ctx, accountId);
  checkPassword(given.password, login, words);
  await setPassword(ctx, accountId, given.password);
  await endSessions(ctx, accountId, null);
  const { name: clerk } = await getAccount(ctx.tx, clerkAccountId);
  await tellAccount(ctx, accountId, 'passwordAtWindow', { place, clerk, end: documentEnd });
  ctx.record({
    action: 'account.reset-at-window',
    entity: 'account',
    entityId: accountId,
    detail: { window: window.id, clerkAccountId, clerk, place, document, documentEnd },
  });
  return { login };
}

/** The login of an account; of one that a window made, a new one, for its own is not for people. */
async function loginOf(ctx: Context, accountId: string): Promise<string> {
  const { login, passwordHash } = await getAccount(ctx.tx, accountId);
  if (passwordHash !== null || !login.startsWith('window-')) return login;
  const fresh = `u${String(randomInt(10 ** 10)).padStart(10, '0')}`;
  await ctx.tx.updateTable('account').set({ login: fresh }).where('id', '=', accountId).execute();
  return fresh;
}
