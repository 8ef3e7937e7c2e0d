import type { FastifyRequest } from 'fastify';
import { anonymous, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Authenticate } from '../../platform/http/index.ts';
import { sessionCookieOf } from './cookie.ts';
import { sameSecret } from './secrets.ts';
import { findHolder } from './store.ts';

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
    const holder = await findHolder(unit.db, secret, now);
    if (!holder) {
      if (bearer !== undefined) throw platformErrors.notSignedIn();
      return { actor: anonymous, csrfOk: true };
    }
    return { actor: holder.actor, csrfOk: bearer !== undefined || csrfMatches(request, holder.csrf) };
  };
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function csrfMatches(request: FastifyRequest, expected: string): boolean {
  const given = request.headers['x-csrf-token'];
  return typeof given === 'string' && sameSecret(given, expected);
}
