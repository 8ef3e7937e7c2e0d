import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AssuranceLevel, Context, UnitOfWork } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import type { CurrentSession, SessionRow } from '../sessions/index.ts';
import type { RelyingSite } from './ceremony.ts';
import { passkeyErrors } from './errors.ts';
import { NewCredential, type Passkey } from './model.ts';
import { addPasskey, getOwnPasskey, removePasskey, startPasskey } from './service.ts';
import { listPasskeys } from './store.ts';

export interface PasskeyDeps {
  unit: UnitOfWork;
  site: RelyingSite;
  currentSession: CurrentSession;
  /** Whether a face check gives the third level as well. */
  offersFace: boolean;
}

/** So long after a sign-in one may change how one signs in. */
const freshMinutes = 10;
/** Nothing can be guessed here; a hall full of people may stand behind one address. */
const triesAMinute = 30;

const Id = Type.String({ format: 'uuid' });
const Own = Type.Object({
  id: Id,
  name: Type.String(),
  synced: Type.Boolean({ description: 'Comes to other devices of its holder by itself' }),
  addedAt: Type.String({ format: 'date-time' }),
  usedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

/** The passkeys of one's own account. */
export function passkeyRoutes({ unit, site, currentSession, offersFace }: PasskeyDeps): Route[] {
  const expectFresh = async (ctx: Context, request: FastifyRequest) => {
    const session = await currentSession(ctx, request);
    if (!session || !isFresh(session, ctx.now))
      throw passkeyErrors.freshSignInNeeded({ minutes: freshMinutes });
    return session;
  };
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/passkeys',
      summary: 'My passkeys, and how surely this session is mine',
      who: 'signedIn',
      atWindow: 'closed',
      output: Type.Object({
        items: Type.Array(Own),
        assurance: Type.Integer({ minimum: 1, maximum: 4, description: 'Level of this session' }),
        reachable: Type.Integer({
          minimum: 1,
          maximum: 4,
          description: 'Level that a passkey of mine gives',
        }),
        face: Type.Boolean({ description: 'Whether I can show my face instead' }),
        fresh: Type.Boolean({ description: 'Whether one may be added or removed now' }),
      }),
      handler: async (ctx, { request }) => {
        const passkeys = await listPasskeys(ctx, accountIdOf(ctx));
        return {
          items: passkeys.map(present),
          assurance: levelIn(ctx),
          reachable: levelIn(ctx) === 1 ? 1 : 3,
          face: offersFace && ctx.actor.kind === 'account' && ctx.actor.personId !== null,
          fresh: isFresh(await currentSession(ctx, request), ctx.now),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/passkeys/start',
      summary: 'Begin to add a passkey, soon after a sign-in',
      who: 'signedIn',
      limit: triesAMinute,
      answer: 'secret',
      output: Type.Object(
        {
          options: Type.Unknown({
            description: '`PublicKeyCredentialCreationOptionsJSON` (WebAuthn Level 3), for 5 minutes',
          }),
        },
        { additionalProperties: false },
      ),
      handler: async (ctx, { request }) => {
        await expectFresh(ctx, request);
        return { options: await startPasskey(ctx, site, accountIdOf(ctx)) };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/passkeys',
      summary: 'Add the passkey that my device made',
      who: 'signedIn',
      limit: triesAMinute,
      status: 201,
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 40, pattern: '^[^\\u0000-\\u001f]*$' }),
          credential: NewCredential,
        },
        { additionalProperties: false },
      ),
      output: Own,
      handler: async (ctx, { body, request }) => {
        await expectFresh(ctx, request);
        return present(await addPasskey(ctx, unit, site, accountIdOf(ctx), body));
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/passkeys/:id/remove',
      summary: 'Remove a passkey, soon after a sign-in; I am signed out everywhere else',
      who: 'signedIn',
      limit: triesAMinute,
      params: Type.Object({ id: Id }),
      output: Type.Object({ id: Id }),
      handler: async (ctx, { params, request }) => {
        const passkey = await getOwnPasskey(ctx, accountIdOf(ctx), params.id);
        const { id } = await expectFresh(ctx, request);
        await removePasskey(ctx, passkey, id);
        return { id: passkey.id };
      },
    }),
  ];
}

/** A program's token shows nobody: it never changes how its holder signs in. */
function isFresh(session: SessionRow | undefined, now: Date): boolean {
  if (session?.kind !== 'web') return false;
  return now.getTime() - session.authenticatedAt.getTime() < freshMinutes * 60_000;
}

function levelIn({ actor }: Context): AssuranceLevel {
  return actor.kind === 'account' ? actor.assurance : 1;
}

function present({ id, name, synced, createdAt, usedAt }: Passkey) {
  return {
    id,
    name,
    synced,
    addedAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  };
}
