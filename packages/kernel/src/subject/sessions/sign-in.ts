import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context, UnitOfWork } from '../../platform/context/index.ts';
import { deviceCookieOf, sessionCookieOf } from './cookie.ts';
import { openSession, type SessionLimits } from './open.ts';
import { findSession, type Evidence, type SessionRow } from './store.ts';

/** A browser that is not used for so long is a new device again. */
const deviceDays = 400;
const sessionSeconds = 12 * 3600;

/** How a browser gets the cookie by which we know it. */
export interface BrowserSignIn {
  /** The open session that a request brings along. */
  sessionOf(request: FastifyRequest): Promise<SessionRow | undefined>;
  /** Opens a session for the browser; its cookies are set by `keep` once that is committed. */
  open(ctx: Context, accountId: string, evidence: Evidence, request: FastifyRequest): Promise<OpenedSession>;
  keep(reply: FastifyReply, opened: OpenedSession): void;
  /** For the screen of a window: no device of the person, and over when the browser is closed. */
  lend(reply: FastifyReply, secret: string): void;
}

export interface OpenedSession {
  id: string;
  secret: string;
  deviceSecret: string;
}

export function createBrowserSignIn(options: {
  unit: UnitOfWork;
  origin: string;
  limits: SessionLimits;
}): BrowserSignIn {
  const { unit, origin, limits } = options;
  const sessionCookie = sessionCookieOf(origin);
  const deviceCookie = deviceCookieOf(origin);
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: origin.startsWith('https:'),
  } as const;

  return {
    sessionOf: async (request) => {
      const secret = request.cookies[sessionCookie];
      return secret ? findSession(unit.db, secret, unit.clock.now()) : undefined;
    },
    open: async (ctx, accountId, evidence, request) => {
      const deviceSecret = request.cookies[deviceCookie] ?? randomBytes(32).toString('base64url');
      const opened = await openSession(ctx, limits, accountId, evidence, request, deviceSecret);
      return { ...opened, deviceSecret };
    },
    lend: (reply, secret) => void reply.setCookie(sessionCookie, secret, cookie),
    keep: (reply, { secret, deviceSecret }) => {
      reply.setCookie(sessionCookie, secret, { ...cookie, maxAge: sessionSeconds });
      reply.setCookie(deviceCookie, deviceSecret, { ...cookie, maxAge: deviceDays * 24 * 3600 });
    },
  };
}
