import { randomBytes } from 'node:crypto';
import helmet from '@fastify/helmet';
import { type FastifyInstance } from 'fastify';
import { findFormTarget } from '@quancheng/kernel/subject/identity';
import type { Services } from './services.ts';

/** Headers that say what a page may do, load and lead to; for every answer. */
export async function registerPagePolicy(app: FastifyInstance, services: Services): Promise<void> {
  const secure = services.origin.startsWith('https:');
  registerNonce(app);
  registerFormTarget(app, services);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", nonceOf],
        styleSrc: ["'self'", nonceOf],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: [formTargetOf],
      },
    },
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** One nonce a page, for its scripts and for the styles that components of the desk add. */
function registerNonce(app: FastifyInstance): void {
  app.decorateReply('nonce', '');
  app.addHook('onRequest', async (_request, reply) => {
    reply.nonce = randomBytes(16).toString('base64');
    nonces.set(reply.raw, reply.nonce);
  });
}

/** Forms of the sign-in lead back to the system that asked for it, and nowhere else. */
function registerFormTarget(app: FastifyInstance, { unit, origin }: Services): void {
  app.addHook('onRequest', async (request, reply) => {
    const target = await findFormTarget(unit.db, origin, request);
    if (target !== undefined) formTargets.set(reply.raw, target);
  });
}

const formTargets = new WeakMap<object, string>();

function formTargetOf(_request: unknown, response: object): string {
  const target = formTargets.get(response);
  return target === undefined ? "'self'" : `'self' ${target}`;
}

const nonces = new WeakMap<object, string>();

function nonceOf(_request: unknown, response: object): string {
  return `'nonce-${nonces.get(response) ?? ''}'`;
}

declare module 'fastify' {
  interface FastifyReply {
    nonce: string;
  }
}
