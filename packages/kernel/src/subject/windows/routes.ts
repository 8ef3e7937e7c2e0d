import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { system, type UnitOfWork } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { accountIdOf, NewPassword } from '../accounts/index.ts';
import type { BrowserSignIn, CurrentSession } from '../sessions/index.ts';
import { finishWindow, type Begun } from './begin.ts';
import { NewWindowSession, type WindowPorts } from './model.ts';
import { beginReset, chooseAtWindow } from './reset.ts';
import { beginWindow, enterWindow } from './service.ts';
import { listWindows, type OpenWindow } from './store.ts';

const Id = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });

const BegunOut = Type.Object({
  id: Id,
  name: Type.String(),
  code: Type.String({ description: '8 figures for the screen; told once' }),
  until: Instant,
});

interface Deps {
  ports: WindowPorts;
  currentSession: CurrentSession;
  /** Names of city and product, which no password may contain. */
  words: readonly string[];
}

export function windowRoutes(deps: Deps): Route[] {
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
            kind: Type.Enum(['act', 'password'], {
              description: 'act: they act on the screen; password: they choose a new one there',
            }),
            state: Type.Enum(['waiting', 'open', 'done', 'over'], {
              description:
                'waiting: the screen has not asked yet; done: the password was chosen; over: idle for too long, signed out, or too late',
            }),
            beganAt: Instant,
          }),
        ),
      }),
      handler: async (ctx, { request }) => {
        const session = await deps.currentSession(ctx, request);
        const windows = session ? await listWindows(ctx, session.id) : [];
        return {
          items: windows.map((window) => ({
            id: window.id,
            name: window.name,
            place: window.place,
            kind: window.kind,
            state: stateOf(window, ctx.now),
            beganAt: window.createdAt.toISOString(),
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
      output: BegunOut,
      handler: async (ctx, { body, request }) => {
        const clerk = await deps.currentSession(ctx, request);
        return presentBegun(await beginWindow(ctx, deps.ports, clerk, body));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/window-passwords',
      summary:
        'Let someone who stands at my window with an identity card choose a new password on its screen',
      who: { posts: ['clerk'] },
      purpose: 'needed',
      limit: 30,
      answer: 'secret',
      status: 201,
      body: NewWindowSession,
      output: BegunOut,
      handler: async (ctx, { body, request }) => {
        const clerk = await deps.currentSession(ctx, request);
        return presentBegun(await beginReset(ctx, deps.ports, clerk, body));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/window-passwords/choose',
      summary: 'Choose a new password on the screen of a window',
      who: 'anyone',
      atWindow: 'open',
      limit: 10,
      answer: 'secret',
      body: Type.Object(
        {
          token: Type.String({ maxLength: 100, description: 'Which the screen got for its code' }),
          password: NewPassword,
        },
        { additionalProperties: false },
      ),
      output: Type.Object({ login: Type.String({ description: 'What one signs in as' }) }),
      handler: (ctx, { body }) => {
        // What the screen holds is the proof; who stands before it cannot sign in.
        const actor = system('a password is chosen on the screen of a window');
        return chooseAtWindow({ ...ctx, actor }, body, deps.words);
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

function presentBegun({ id, name, code, until }: Begun) {
  return { id, name, code, until: until.toISOString() };
}

function stateOf(window: OpenWindow, now: Date): 'waiting' | 'open' | 'done' | 'over' {
  if (window.doneAt !== null) return 'done';
  const { sessionId, secretExpiresAt, codeExpiresAt, alive } = window;
  if (alive || (secretExpiresAt !== null && secretExpiresAt > now)) return 'open';
  return sessionId === null && secretExpiresAt === null && codeExpiresAt > now ? 'waiting' : 'over';
}

const Enter = Type.Object({ code: Type.String({ maxLength: 20 }) }, { additionalProperties: false });

/**
 * The screen of a window posts the code and becomes the resident's, without a sign-in, or goes on to a new password.
 */
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
        const { kind, secret } = await enterWindow(unit, code.replaceAll(/\s/g, ''));
        // What stands after the mark is not sent to anyone, and in no log.
        if (kind === 'password') return await reply.redirect(`/window/password#token=${secret}`, 303);
        browsers.lend(reply, secret);
        return await reply.redirect('/', 303);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return reply.redirect('/window?error=code', 303);
      }
    },
  );
}
