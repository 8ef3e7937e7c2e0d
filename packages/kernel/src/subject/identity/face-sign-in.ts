import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { DomainError } from '../../platform/errors/index.ts';
import { shown } from '../accounts/index.ts';
import { faceErrors, mostOctets, Pictures, type FaceChecks } from '../face/index.ts';
import type { createInteractions } from './interactions.ts';
import type { MountOptions } from './mount.ts';

const Check = Type.String({ format: 'uuid' });
const Start = Type.Object({ consent: Type.String({ maxLength: 20 }) }, { additionalProperties: false });
const Compare = Type.Object({ check: Check, pictures: Pictures }, { additionalProperties: false });
const Finish = Type.Object({ check: Check }, { additionalProperties: false });

const tries = (body: object) => ({
  schema: { hide: true, body },
  // A hall may stand behind one address; what one account may try is bounded by itself.
  config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
});

/**
 * Stepping up by a face check: only of who is signed in at this browser and was asked to show more, only as that
 * person. The cookie of the interaction, which no other site can have sent, guards the three commands.
 */
export function registerFaceSignIn(
  app: FastifyInstance,
  { unit }: MountOptions,
  faces: FaceChecks,
  interactions: ReturnType<typeof createInteractions>,
): void {
  async function asked(request: FastifyRequest, reply: FastifyReply) {
    const { uid } = request.params as { uid: string };
    const stepUp = await interactions.stepUpOf(request, reply);
    if (!stepUp || stepUp.uid !== uid) throw faceErrors.expired();
    return { accountId: stepUp.accountId, interaction: uid };
  }

  app.post('/oidc/interaction/:uid/face/start', tries(Start), async (request, reply) => {
    const { accountId, interaction } = await asked(request, reply);
    const { consent } = request.body as Static<typeof Start>;
    const begun = await faces.start(accountId, interaction, consent);
    reply.header('cache-control', 'no-store');
    return { ...begun, expiresAt: begun.expiresAt.toISOString() };
  });

  app.post(
    '/oidc/interaction/:uid/face/compare',
    { ...tries(Compare), bodyLimit: mostOctets },
    async (request, reply) => {
      const { check: id, pictures } = request.body as Static<typeof Compare>;
      await faces.compare({ id, ...(await asked(request, reply)) }, pictures);
      reply.header('cache-control', 'no-store');
      return { passed: true };
    },
  );

  app.post('/oidc/interaction/:uid/face', tries(Finish), async (request, reply) => {
    const { uid } = request.params as { uid: string };
    try {
      const key = await asked(request, reply);
      const { check: id } = request.body as Static<typeof Finish>;
      await faces.take({ id, ...key });
      const evidence = { amr: shown.face, at: unit.clock.now() };
      return await interactions.logIn(request, reply, { accountId: key.accountId, evidence });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return reply.redirect(
        `/signin?${new URLSearchParams({ uid, error: error.entry.code }).toString()}`,
        303,
      );
    }
  });
}
