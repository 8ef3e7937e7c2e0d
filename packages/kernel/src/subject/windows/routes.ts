import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { UnitOfWork } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import type { BrowserSignIn, CurrentSession } from '../sessions/index.ts';
import { NewWindowSession, type WindowPorts } from './model.ts';
import { beginWindow, enterWindow, finishWindow } from './service.ts';
import { listWindows } from './store.ts';

const Id = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });

export function windowRoutes(deps: { ports: WindowPorts; currentSession: CurrentSession }): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/desk/window-sessions',
      summary: 'Whom I let act at my window now',
      who: { posts: ['clerk'] },
      output: Type.Object({
        items: Type.Array(
          Type.Object({
            id: Id,
            name: Type.String(),
            place: Type.String(),
            state: Type.Enum(['waiting', 'open', 'over'], {
              description:
                'waiting: the screen has not asked yet; over: idle for too long, signed out, or too late',
            }),
            beganAt: Instant,
          }),
        ),
      }),
      handler: async (ctx, { request }) => {
        const session = await deps.currentSession(ctx, request);
        const windows = session ? await listWindows(ctx, session.id) : [];
        return {
          items: windows.map(({ id, name, place, sessionId, alive, codeExpiresAt, createdAt }) => ({
            id,
            name,
            place,
            state: alive ? 'open' : sessionId === null && codeExpiresAt > ctx.now ? 'waiting' : 'over',
            beganAt: createdAt.toISOString(),
          })),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/window-sessions',
      summary: 'Let someone who stands at my window act on its screen',
      who: { posts: ['clerk'] },
      purpose: 'needed',
      // Numbers and names could otherwise be tried by the thousand; a hall of windows may stand behind one address.
      limit: 60,
      answer: 'secret',
      status: 201,
      body: NewWindowSession,
      output: Type.Object({
        id: Id,
        name: Type.String(),
        code: Type.String({ description: '8 figures for the screen; told once' }),
        until: Instant,
      }),
      handler: async (ctx, { body, request }) => {
        const clerk = await deps.currentSession(ctx, request);
        const { until, ...begun } = await beginWindow(ctx, deps.ports, clerk, body);
        return { ...begun, until: until.toISOString() };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/window-sessions/:id/end',
      summary: 'End what someone does at my window',
      who: { posts: ['clerk'] },
      params: Type.Object({ id: Id }),
      output: Type.Object({ id: Id }),
      handler: async (ctx, { params }) => {
        await finishWindow(ctx, params.id, accountIdOf(ctx));
        return { id: params.id };
      },
    }),
  ];
}

const Enter = Type.Object({ code: Type.String({ maxLength: 20 }) }, { additionalProperties: false });

/** The screen of a window posts the code and becomes the resident's, without a sign-in. */
export function registerWindowScreen(
  app: FastifyInstance,
  { unit, browsers }: { unit: UnitOfWork; browsers: BrowserSignIn },
): void {
  app.post(
    '/window/enter',
    { schema: { hide: true, body: Enter }, config: { rateLimit: { max: 30, timeWindow: '1 minute' } } },
    async (request, reply) => {
      try {
        const { code } = request.body as { code: string };
        const { secret } = await enterWindow(unit, code.replaceAll(/\s/g, ''));
        browsers.lend(reply, secret);
        return await reply.redirect('/', 303);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return reply.redirect('/window?error=code', 303);
      }
    },
  );
}
