import type { FastifyRequest } from 'fastify';
import { anonymous, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Authenticate } from '../../platform/http/index.ts';
import { sessionCookieOf } from './cookie.ts';
import { sameVeiled } from './secrets.ts';
import { findHolder, findSession, peekHolder, type SessionRow } from './store.ts';

/**
 * Finds the actor of a request: a bearer token, else the session cookie, else nobody. A command by
 * cookie must carry the session's CSRF token; a bearer token is sent by no browser on its own.
 */
export function createAuthenticate(unit: UnitOfWork, origin: string): Authenticate {
  const sessionCookie = sessionCookieOf(origin);
  return async (request) => {
    const now = unit.clock.now();
    const bearer = bearerOf(request);
    const secret = bearer ?? request.cookies[sessionCookie];
    if (!secret) return { actor: anonymous, csrfOk: true };
    const find = isUnattended(request) ? peekHolder : findHolder;
    const holder = await find(unit.db, secret, now);
    if (!holder) {
      if (bearer !== undefined) throw platformErrors.notSignedIn();
      return { actor: anonymous, csrfOk: true };
    }
    const { actor, csrf, published } = holder;
    return { actor, published, csrfOk: bearer !== undefined || csrfMatches(request, csrf) };
  };
}

/** Finds the session by which a request came. */
export type CurrentSession = (ctx: Context, request: FastifyRequest) => Promise<SessionRow | undefined>;

export function createCurrentSession(origin: string): CurrentSession {
  const sessionCookie = sessionCookieOf(origin);
  return async (ctx, request) => {
    const secret = bearerOf(request) ?? request.cookies[sessionCookie];
    return secret ? findSession(ctx.tx, secret, ctx.now) : undefined;
  };
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** A page says so of what it asks while nobody uses it. */
function isUnattended(request: FastifyRequest): boolean {
  return request.headers['x-unattended'] === 'true';
}

function csrfMatches(request: FastifyRequest, expected: string): boolean {
  const given = request.headers['x-csrf-token'];
  return typeof given === 'string' && sameVeiled(given, expected);
}
