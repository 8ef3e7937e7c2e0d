import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { toDataURL } from 'qrcode';
import Type from 'typebox';
import { system } from '../../platform/context/index.ts';
import { deviceOf, networkOf, phoneCookieOf } from '../sessions/index.ts';
import type { createInteractions } from './interactions.ts';
import type { MountOptions } from './mount.ts';
import { findBySecret, insertWaiting, takeConfirmed, type Waiting } from './phone-store.ts';

const Query = Type.Object({ uid: Type.String({ maxLength: 100 }) }, { additionalProperties: false });
const waitSeconds = 180;

/**
 * A browser shows a code, waits, and goes on as the person whose phone let it in. It is known by a secret in its
 * cookie, so that neither the code nor its picture opens anything in another browser.
 */
export function registerPhoneSignIn(
  app: FastifyInstance,
  { unit, origin }: MountOptions,
  interactions: ReturnType<typeof createInteractions>,
): void {
  const name = phoneCookieOf(origin);
  const secure = origin.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;

  /** Begins to wait, or begins anew with another code. */
  app.post(
    '/oidc/interaction/:uid/phone',
    { schema: { hide: true }, config: { rateLimit: { max: 20, timeWindow: '1 minute' } } },
    async (request, reply) => {
      const { uid } = request.params as { uid: string };
      const secret = randomBytes(32).toString('base64url');
      await unit.run({ actor: system('a browser waits for a phone before there is an actor') }, (ctx) =>
        insertWaiting(ctx, {
          code: codeOf(secret),
          secret,
          interaction: uid,
          figures: String(randomInt(100)).padStart(2, '0'),
          ...deviceOf(request.headers['user-agent'] ?? ''),
          network: networkOf(request.ip),
        }),
      );
      reply.setCookie(name, secret, { ...cookie, maxAge: waitSeconds });
      return reply.redirect(`/signin/phone?uid=${encodeURIComponent(uid)}`, 303);
    },
  );

  app.get(
    '/api/v1/signin/phone',
    {
      schema: {
        summary: 'What a browser that waits for a phone shows',
        tags: ['signin'],
        querystring: Query,
      },
    },
    async (request, reply) => {
      const { uid } = request.query as { uid: string };
      const secret = request.cookies[name] ?? '';
      const waiting = await findBySecret(unit.db, secret, uid, unit.clock.now());
      reply.header('cache-control', 'no-store');
      return { uid, waiting: waiting ? await present(waiting, secret) : null };
    },
  );

  app.post('/oidc/interaction/:uid/phone/enter', { schema: { hide: true } }, async (request, reply) => {
    const { uid } = request.params as { uid: string };
    const taken = await enter(request, uid);
    reply.clearCookie(name, cookie);
    if (!taken) {
      const query = new URLSearchParams({ uid, error: 'phone-sign-in.gone' });
      return reply.redirect(`/signin?${query.toString()}`, 303);
    }
    return interactions.logIn(request, reply, taken);
  });

  async function enter(request: FastifyRequest, uid: string) {
    return unit.run({ actor: system('a browser that a phone let in signs in') }, async (ctx) => {
      const taken = await takeConfirmed(ctx, request.cookies[name] ?? '', uid);
      if (taken)
        ctx.record({
          action: 'account.sign-in',
          entity: 'account',
          entityId: taken.accountId,
          detail: { phone: true },
        });
      return taken;
    });
  }

  async function present({ state, figures, expiresAt }: Waiting, secret: string) {
    const address = `${origin}/signin/confirm?code=${codeOf(secret)}`;
    return {
      state,
      figures,
      address,
      picture: state === 'open' ? await toDataURL(address, { scale: 6, margin: 2 }) : null,
      until: expiresAt.toISOString(),
    };
  }
}

/** The code follows from the secret, and not the other way round: only digests of both are kept. */
function codeOf(secret: string): string {
  return createHmac('sha256', secret).update('code').digest('base64url').slice(0, 32);
}
