import { randomInt } from 'node:crypto';
import { postsOf, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountIdOf, accountsOfPeople, createAccount, tellAccount } from '../accounts/index.ts';
import { createWindowSession, endSession, type SessionRow } from '../sessions/index.ts';
import { windowErrors } from './errors.ts';
import type { NewWindowSession, WindowPorts } from './model.ts';
import { endWindow, insertWindow, keepSession, listWindows, takeCode } from './store.ts';

const codeMs = 2 * 60_000;
const idleSeconds = 15 * 60;

/**
 * Begins for a resident who stands at the window; answers the code that its screen asks for, which is told once. What
 * the clerk's session began before ends: one window serves one person. Errors: `window.*`, `platform.purpose-needed`.
 */
export async function beginWindow(
  ctx: Context,
  ports: WindowPorts,
  clerk: SessionRow | undefined,
  given: NewWindowSession,
): Promise<{ id: string; code: string; name: string; until: Date }> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  if (clerk?.kind !== 'web') throw windowErrors.browserNeeded();
  const papers = { idNumber: given.idNumber.trim().toUpperCase(), name: given.name.trim() };
  const person = await ports.findPerson(ctx, papers);
  if (!person) throw windowErrors.unknownPerson();
  if (ctx.actor.kind === 'account' && ctx.actor.personId === person.id) throw windowErrors.ownPerson();
  const accountId = await accountFor(ctx, person);
  await endAll(ctx, clerk.id);
  const id = newId();
  const code = String(randomInt(10 ** 8)).padStart(8, '0');
  const until = new Date(ctx.now.getTime() + codeMs);
  const { place, document, documentEnd } = given;
  const post = postsOf(ctx.actor).find(({ role }) => role === 'clerk');
  if (!post) throw platformErrors.forbidden();
  const clerkAccountId = accountIdOf(ctx);
  await insertWindow(ctx, {
    id,
    clerkAccountId,
    clerkSessionId: clerk.id,
    postId: post.id,
    place,
    accountId,
    document,
    documentEnd,
    code,
    codeExpiresAt: until,
  });
  ctx.record({
    action: 'window.begin',
    entity: 'windowSession',
    entityId: id,
    detail: { accountId, place, document, documentEnd },
  });
  const clerkName = ctx.actor.kind === 'account' ? ctx.actor.name : '';
  await tellAccount(ctx, accountId, 'atWindow', { place, clerk: clerkName, end: documentEnd });
  return { id, code, name: person.name, until };
}

/** The account of a person; who has none gets one that opens only here, until they choose a way in of their own. */
async function accountFor(ctx: Context, person: { id: string; name: string }): Promise<string> {
  const known = await ctx.tx
    .selectFrom('account')
    .select('id')
    .where('personId', '=', person.id)
    .executeTakeFirst();
  if (!known)
    return createAccount(ctx, { login: `window-${newId()}`, name: person.name, personId: person.id });
  if (!(await accountsOfPeople(ctx, [person.id])).includes(known.id)) throw windowErrors.closedAccount();
  return known.id;
}

async function endAll(ctx: Context, clerkSessionId: string): Promise<void> {
  for (const { id, clerkAccountId } of await listWindows(ctx, clerkSessionId))
    await finishWindow(ctx, id, clerkAccountId);
}

/** Ends what a clerk began, and the session that the screen holds. Errors: `platform.not-found`. */
export async function finishWindow(ctx: Context, id: string, clerkAccountId: string): Promise<void> {
  const ended = await endWindow(ctx, id, clerkAccountId);
  if (!ended) throw platformErrors.notFound();
  if (ended.sessionId !== null) await endSession(ctx, ended.sessionId);
  ctx.record({ action: 'window.end', entity: 'windowSession', entityId: id });
}

/** Lets the screen of the window take the session over, once. Errors: `window.wrong-code`. */
export async function enterWindow(unit: UnitOfWork, code: string): Promise<{ secret: string }> {
  const entered = await unit.run(
    { actor: system('the screen of a window takes a session over') },
    async (ctx) => {
      const window = await takeCode(ctx, code);
      if (!window) return undefined;
      const { accountId, clerkSessionId: guardId } = window;
      const { id, secret } = await createWindowSession(ctx, accountId, { guardId, idleSeconds });
      await keepSession(ctx, window.id, id);
      ctx.record({ action: 'window.enter', entity: 'windowSession', entityId: window.id });
      return { secret };
    },
  );
  if (!entered) throw windowErrors.wrongCode();
  return entered;
}
