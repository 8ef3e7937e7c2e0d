import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { DomainError } from '../../platform/errors/index.ts';
import { getAccount, shown } from '../accounts/index.ts';
import { certificateErrors, certificatePath, type ClientCertificates } from '../certificates/index.ts';
import type { createInteractions } from './interactions.ts';
import type { MountOptions } from './mount.ts';

const Word = Type.String({ maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' });
const Query = Type.Object(
  { uid: Type.Optional(Word), ticket: Type.Optional(Word) },
  { additionalProperties: false },
);

/**
 * The one address at which a proxy asks browsers for certificates: with an interaction one signs in or steps up, with a
 * ticket the certificate is added to the account of the session. By GET, since it may be another origin of the same host;
 * interaction and ticket, which no other site knows, guard it.
 */
export function registerCertificateSignIn(
  app: FastifyInstance,
  { unit, demo, browsers, origin }: MountOptions,
  certificates: ClientCertificates,
  interactions: ReturnType<typeof createInteractions>,
): void {
  async function signIn(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<FastifyReply> {
    const asked = await interactions.askedOf(request, reply);
    if (asked?.uid !== uid) return reply.redirect('/signin/problem?error=expired', 303);
    const stepUp = await interactions.stepUpOf(request, reply);
    try {
      const at = unit.clock.now();
      const { accountId } = await certificates.enter(await certificates.shownIn(request));
      // Outside the demo its accounts do not exist.
      if (!demo && (await getAccount(unit.db, accountId)).demo) throw certificateErrors.unknown();
      if (stepUp && stepUp.accountId !== accountId) throw certificateErrors.otherAccount();
      return await interactions.logIn(request, reply, {
        accountId,
        evidence: { amr: shown.certificate, at },
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const query = new URLSearchParams({ uid, error: error.entry.code });
      return reply.redirect(`/signin?${query.toString()}`, 303);
    }
  }

  async function add(request: FastifyRequest, reply: FastifyReply, ticket: string): Promise<FastifyReply> {
    let result = 'added';
    try {
      const session = await browsers.sessionOf(request);
      if (!session) throw certificateErrors.over();
      await certificates.link(session, ticket, await certificates.shownIn(request));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      result = error.entry.code;
    }
    return reply.redirect(`/me/password?certificate=${result}`, 303);
  }

  app.get(
    certificatePath,
    {
      schema: { hide: true, querystring: Query },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      // What is said by its path alone stands at the platform's own origin.
      onSend: async (_request, reply) => {
        const to = reply.getHeader('location');
        if (certificates.origin !== null && typeof to === 'string' && to.startsWith('/'))
          reply.header('location', origin + to);
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { uid, ticket } = request.query as Static<typeof Query>;
      if (ticket !== undefined) return add(request, reply, ticket);
      return signIn(request, reply, uid ?? '');
    },
  );
}
