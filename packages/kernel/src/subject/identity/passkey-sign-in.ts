import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import Value from 'typebox/value';
import { system } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { getAccount, shown } from '../accounts/index.ts';
import { Assertion, passkeyErrors, startAssertion, takeAssertion } from '../passkeys/index.ts';
import type { createInteractions } from './interactions.ts';
import type { MountOptions } from './mount.ts';

const Form = Type.Object(
  { credential: Type.String({ maxLength: 60_000, description: 'The browser’s answer as JSON' }) },
  { additionalProperties: false },
);

const hidden = { schema: { hide: true }, config: { rateLimit: { max: 60, timeWindow: '1 minute' } } };

/** Signing in, and stepping up, with a passkey: the page asks for a challenge and posts what the browser answers. */
export function registerPasskeySignIn(
  app: FastifyInstance,
  { unit, site, demo }: MountOptions,
  interactions: ReturnType<typeof createInteractions>,
): void {
  app.post('/oidc/interaction/:uid/passkey/start', hidden, async (request, reply) => {
    const { uid } = request.params as { uid: string };
    const options = await unit.run({ actor: system('a sign-in begins before there is an actor') }, (ctx) =>
      startAssertion(ctx, site, uid),
    );
    reply.header('cache-control', 'no-store');
    return { options };
  });

  app.post(
    '/oidc/interaction/:uid/passkey',
    { ...hidden, schema: { hide: true, body: Form } },
    async (request, reply) => {
      const { uid } = request.params as { uid: string };
      const stepUp = await interactions.stepUpOf(request, reply);
      try {
        const assertion = read((request.body as { credential: string }).credential);
        const at = unit.clock.now();
        const { accountId } = await takeAssertion(unit, site, uid, assertion);
        // Outside the demo its accounts do not exist.
        if (!demo && (await getAccount(unit.db, accountId)).demo) throw passkeyErrors.unknown();
        if (stepUp && stepUp.accountId !== accountId) throw passkeyErrors.otherAccount();
        return await interactions.logIn(request, reply, { accountId, evidence: { amr: shown.passkey, at } });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const query = new URLSearchParams({ uid, error: error.entry.code });
        return reply.redirect(`/signin?${query.toString()}`, 303);
      }
    },
  );
}

function read(credential: string): Assertion {
  try {
    const value: unknown = JSON.parse(credential);
    if (Value.Check(Assertion, value)) return value;
  } catch {
    // no JSON
  }
  throw passkeyErrors.refused();
}
