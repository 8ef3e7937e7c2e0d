import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { tellAccount } from '../accounts/index.ts';
import { createWindowSession, type SessionRow } from '../sessions/index.ts';
import { beginAs, type Begun } from './begin.ts';
import { windowErrors } from './errors.ts';
import type { NewWindowSession, WindowKind, WindowPorts, WindowSessionRow } from './model.ts';
import { openReset } from './reset.ts';
import { keepSession, takeCode } from './store.ts';

const idleSeconds = 15 * 60;

/**
 * Lets a resident who stands at the window act on its screen. Errors: `window.*`, `platform.purpose-needed`.
 */
export async function beginWindow(
  ctx: Context,
  ports: WindowPorts,
  clerk: SessionRow | undefined,
  given: NewWindowSession,
): Promise<Begun> {
  if (ctx.purpose !== 'case-intake') throw platformErrors.purposeNeeded();
  const begun = await beginAs('act', ctx, ports, clerk, given);
  const { place, documentEnd: end } = given;
  await tellAccount(ctx, begun.accountId, 'atWindow', { place, clerk: nameOf(ctx), end });
  return begun;
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'account' ? actor.name : '';
}

/** Lets the screen of the window take over what the clerk began, once. Errors: `window.wrong-code`. */
export async function enterWindow(
  unit: UnitOfWork,
  code: string,
): Promise<{ kind: WindowKind; secret: string }> {
  const entered = await unit.run(
    { actor: system('the screen of a window takes over what a clerk began') },
    async (ctx) => {
      const window = await takeCode(ctx, code);
      if (!window) return undefined;
      const { kind } = window;
      const secret = kind === 'act' ? await openSession(ctx, window) : await openReset(ctx, window);
      ctx.record({ action: 'window.enter', entity: 'windowSession', entityId: window.id });
      return { kind, secret };
    },
  );
  if (!entered) throw windowErrors.wrongCode();
  return entered;
}

async function openSession(
  ctx: Context,
  { id, accountId, clerkSessionId }: WindowSessionRow,
): Promise<string> {
  const session = await createWindowSession(ctx, accountId, { guardId: clerkSessionId, idleSeconds });
  await keepSession(ctx, id, session.id);
  return session.secret;
}
