import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { accountIdOf, endSessions } from '../accounts/index.ts';
import type { CurrentSession } from './authenticate.ts';
import { nameDevice } from './device.ts';
import { endSessionOf, listSessions, type ListedSession } from './store.ts';

const Instant = Type.String({ format: 'date-time' });

const OpenSession = Type.Object({
  id: Type.String({ format: 'uuid' }),
  current: Type.Boolean({ description: 'The one that asks' }),
  device: Type.Object({ ...Text.properties }, { description: 'Browser and system in words' }),
  network: Type.String({
    description: 'Of the address from which it began, such as 203.0.113.*; may be empty',
  }),
  beganAt: Instant,
  usedAt: Type.String({ format: 'date-time', description: 'To the minute' }),
});

/** One sees where one is signed in, and ends what is not one's own or not needed. */
export function sessionRoutes({ currentSession }: { currentSession: CurrentSession }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/sessions',
      summary: 'Where I am signed in',
      who: 'signedIn',
      atWindow: 'closed',
      output: Type.Object({ items: Type.Array(OpenSession) }),
      handler: async (ctx, { request }) => {
        const current = await currentSession(ctx, request);
        const sessions = await listSessions(ctx, accountIdOf(ctx));
        return { items: sessions.map((session) => present(session, current?.id)) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/sessions/:id/end',
      summary: 'Sign out one browser or program',
      who: 'signedIn',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params }) => {
        await endOne(ctx, params.id);
        return { id: params.id };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/sessions/end-others',
      summary: 'Sign out everywhere but here',
      who: 'signedIn',
      output: Type.Object({ ended: Type.Integer() }),
      handler: async (ctx, { request }) => {
        const current = await currentSession(ctx, request);
        return { ended: await endSessions(ctx, accountIdOf(ctx), current?.id ?? null) };
      },
    }),
  ];
}

async function endOne(ctx: Context, id: string): Promise<void> {
  if (!(await endSessionOf(ctx, accountIdOf(ctx), id))) throw platformErrors.notFound();
}

const others: Readonly<Record<string, { zh: string; en: string }>> = {
  token: { zh: '程序', en: 'Program' },
  window: { zh: '办事窗口的屏幕', en: 'Screen of a window' },
};

function present(session: ListedSession, current: string | undefined) {
  const { id, kind, network, createdAt, usedAt } = session;
  return {
    id,
    current: id === current,
    device: others[kind] ?? nameDevice(session),
    network,
    beganAt: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
  };
}
