import Type from 'typebox';
import type { FastifyRequest } from 'fastify';
import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import { nameDevice, type CurrentSession } from '../sessions/index.ts';
import { phoneErrors } from './errors.ts';
import { confirm, countWrong, findByCode, refuse, type Waiting } from './phone-store.ts';

/** Figures are guessed three times at most; a hall of people may stand behind one address. */
const triesAMinute = 30;

const Code = Type.String({ maxLength: 60, description: 'Of the QR code that the computer shows' });
const Done = Type.Object({ done: Type.Literal(true) });
const closed = { additionalProperties: false };

/** A signed-in phone looks at a browser that waits, and lets it in or not. */
export function phoneSignInRoutes({
  unit,
  currentSession,
}: {
  unit: UnitOfWork;
  currentSession: CurrentSession;
}): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/phone-sign-in',
      summary: 'Which browser waits for me to sign it in',
      who: 'signedIn',
      limit: triesAMinute,
      query: Type.Object({ code: Code }, closed),
      output: Type.Object({
        device: Type.Object({ ...Text.properties }, { description: 'Browser and system in words' }),
        network: Type.String({ description: 'Such as 203.0.113.*; may be empty' }),
        until: Type.String({ format: 'date-time', description: 'So long it waits' }),
      }),
      handler: async (ctx, { query }) => {
        const waiting = await getWaiting(ctx, query.code);
        return {
          device: nameDevice(waiting),
          network: waiting.network,
          until: waiting.expiresAt.toISOString(),
        };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/phone-sign-in/confirm',
      summary: 'Sign in the browser that shows these figures',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object(
        {
          code: Code,
          figures: Type.String({ maxLength: 10, description: 'That stand beside the QR code' }),
        },
        closed,
      ),
      output: Done,
      handler: async (ctx, { body, request }) => {
        const waiting = await getWaiting(ctx, body.code);
        const sessionId = await phoneOf(ctx, request);
        if (waiting.figures !== body.figures) {
          await keepWrong(waiting);
          throw phoneErrors.wrongFigures();
        }
        const accountId = accountIdOf(ctx);
        if (!(await confirm(ctx, waiting.id, { accountId, sessionId }))) throw phoneErrors.gone();
        ctx.record({
          action: 'account.confirm-by-phone',
          entity: 'account',
          entityId: accountId,
          detail: { request: waiting.id },
        });
        return { done: true };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/phone-sign-in/refuse',
      summary: 'It is not I who waits there',
      who: 'signedIn',
      limit: triesAMinute,
      body: Type.Object({ code: Code }, closed),
      output: Done,
      handler: async (ctx, { body }) => {
        const waiting = await getWaiting(ctx, body.code);
        await refuse(ctx, waiting.id);
        ctx.record({
          action: 'account.refuse-by-phone',
          entity: 'account',
          entityId: accountIdOf(ctx),
          detail: { request: waiting.id },
        });
        return { done: true };
      },
    }),
  ];

  /** The session of a browser: a program's token vouches for nobody. */
  async function phoneOf(ctx: Context, request: FastifyRequest): Promise<string> {
    const session = await currentSession(ctx, request);
    if (session?.kind !== 'web') throw phoneErrors.browserNeeded();
    return session.id;
  }

  async function keepWrong({ id }: Waiting): Promise<void> {
    await unit.run({ actor: system('wrong figures are counted although their command is undone') }, (ctx) =>
      countWrong(ctx, id),
    );
  }
}

async function getWaiting(ctx: Context, code: string): Promise<Waiting> {
  const waiting = await findByCode(ctx, code);
  if (!waiting) throw phoneErrors.gone();
  return waiting;
}
