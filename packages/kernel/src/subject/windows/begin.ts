import { randomInt } from 'node:crypto';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountIdOf, accountsOfPeople, createAccount } from '../accounts/index.ts';
import { endSession, type SessionRow } from '../sessions/index.ts';
import { windowErrors } from './errors.ts';
import type { NewWindowSession, WindowKind, WindowPorts } from './model.ts';
import { endWindow, insertWindow, listWindows } from './store.ts';

const codeMs = 2 * 60_000;

/** What a clerk has begun; the code is told once. */
export interface Begun {
  id: string;
  code: string;
  name: string;
  until: Date;
  accountId: string;
}

/**
 * Finds who stands there and makes the code that the screen asks for. What the clerk's session began before ends: one
 * window serves one person. Errors: `window.*`.
 */
export async function beginAs(
  kind: WindowKind,
  ctx: Context,
  ports: WindowPorts,
  clerk: SessionRow | undefined,
  given: NewWindowSession,
): Promise<Begun> {
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
    kind,
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
    detail: { accountId, kind, place, document, documentEnd },
  });
  return { id, code, name: person.name, until, accountId };
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
