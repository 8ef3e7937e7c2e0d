import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import type { CurrentSession, SessionRow } from '../sessions/index.ts';
import { certificateErrors } from './errors.ts';
import type { ClientCertificate } from './model.ts';
import { getOwnCertificate, removeCertificate, type ClientCertificates } from './service.ts';
import { listCertificates } from './store.ts';

export interface CertificateRoutesDeps {
  currentSession: CurrentSession;
  /** Undefined where nobody signs in so. */
  certificates: ClientCertificates | undefined;
}

/** So long after a sign-in one may change how one signs in. */
const freshMinutes = 10;
const triesAMinute = 30;

const Id = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });
const Own = Type.Object({
  id: Id,
  issuer: Type.String(),
  validUntil: Instant,
  addedAt: Instant,
  usedAt: Type.Union([Instant, Type.Null()]),
});

/** The certificates of one's own account. */
export function certificateRoutes({ currentSession, certificates }: CertificateRoutesDeps): Route[] {
  const expectFresh = async (ctx: Context, request: FastifyRequest) => {
    const session = await currentSession(ctx, request);
    if (!session || !isFresh(session, ctx.now))
      throw certificateErrors.freshSignInNeeded({ minutes: freshMinutes });
    return session;
  };
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/certificates',
      summary: 'My certificates',
      who: 'signedIn',
      atWindow: 'closed',
      output: Type.Object({
        items: Type.Array(Own),
        offered: Type.Boolean({ description: 'Whether one can sign in with certificates here' }),
        fresh: Type.Boolean({ description: 'Whether one may be added or removed now' }),
      }),
      handler: async (ctx, { request }) => ({
        items: (await listCertificates(ctx, accountIdOf(ctx))).map(present),
        offered: certificates !== undefined,
        fresh: isFresh(await currentSession(ctx, request), ctx.now),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/certificates/start',
      summary: 'Begin to add a certificate, soon after a sign-in',
      who: 'signedIn',
      limit: triesAMinute,
      answer: 'secret',
      output: Type.Object({
        url: Type.String({ description: 'Where the browser shows it, once, for 5 minutes' }),
      }),
      handler: async (ctx, { request }) => {
        if (!certificates) throw platformErrors.notFound();
        return { url: await certificates.start(ctx, await expectFresh(ctx, request)) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/certificates/:id/remove',
      summary: 'Remove a certificate, soon after a sign-in; I am signed out everywhere else',
      who: 'signedIn',
      limit: triesAMinute,
      params: Type.Object({ id: Id }),
      output: Type.Object({ id: Id }),
      handler: async (ctx, { params, request }) => {
        const certificate = await getOwnCertificate(ctx, accountIdOf(ctx), params.id);
        const { id } = await expectFresh(ctx, request);
        await removeCertificate(ctx, certificate, id);
        return { id: certificate.id };
      },
    }),
  ];
}

/** A program's token shows nobody: it never changes how its holder signs in. */
function isFresh(session: SessionRow | undefined, now: Date): boolean {
  return session?.kind === 'web' && now.getTime() - session.authenticatedAt.getTime() < freshMinutes * 60_000;
}

function present({ id, issuer, validUntil, createdAt, usedAt }: ClientCertificate) {
  return {
    id,
    issuer,
    validUntil: validUntil.toISOString(),
    addedAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  };
}
