import { toDataURL } from 'qrcode';
import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { MandatePorts } from './model.ts';
import { offerCase, offerOnce } from './once.ts';
import { isTaken } from './offers.ts';
import { callerOf } from './service.ts';
import { lookAtOffer, takeOffer } from './take.ts';

const Code = Type.String({ minLength: 10, maxLength: 60, description: 'Of the QR code that was shown' });
const Item = Type.String({ maxLength: 60, description: 'Implementation code' });
const Instant = Type.String({ format: 'date-time' });
const Day = Type.String({ format: 'date', description: 'Inclusive' });
const closed = { additionalProperties: false };
const Shown = Type.Object({
  address: Type.String({ description: 'What the code says; for 10 minutes, and once' }),
  picture: Type.String({ description: 'The same as a QR code, `data:` URL of a PNG' }),
  until: Instant,
});

async function shown(origin: string, { code, until }: { code: string; until: Date }) {
  const address = `${origin}/me/mandates/offer?code=${code}`;
  return { address, picture: await toDataURL(address, { scale: 6, margin: 2 }), until: until.toISOString() };
}

/** One shows a code, and whoever scans it may hand in one application for one, or go on with one case. */
export function onceRoutes(ports: MandatePorts, origin: string): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/me/mandates/offers',
      summary: 'Offer whoever scans my code one application in one item; an earlier code ends',
      who: 'resident',
      limit: 20,
      answer: 'secret',
      status: 201,
      body: Type.Object({ item: Item }, closed),
      output: Shown,
      handler: async (ctx, { body }) => shown(origin, await offerOnce(ctx, ports, callerOf(ctx), body.item)),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/mandates/case-offers',
      summary: 'Offer whoever scans my code to go on with one case under way; an earlier code ends',
      who: 'resident',
      limit: 20,
      answer: 'secret',
      status: 201,
      body: Type.Object(
        {
          caseId: Type.String({ format: 'uuid' }),
          lastDay: Type.Optional(
            Type.String({
              format: 'date',
              description: 'At most a year on; unless said, 30 days after the case is due, or after today',
            }),
          ),
        },
        closed,
      ),
      output: Shown,
      handler: async (ctx, { body }) => shown(origin, await offerCase(ctx, ports, callerOf(ctx), body)),
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/mandates/offers',
      summary: 'What a code that I was shown lets me do',
      who: 'resident',
      limit: 30,
      query: Type.Object({ code: Code }, closed),
      output: Type.Object({
        name: Type.String({ description: 'For whom' }),
        title: Type.Object({ ...Text.properties }, { description: 'Everyday name of the item' }),
        item: Item,
        kind: Type.Enum(['once', 'case'], {
          description: '`once`: one application; `case`: one case that is under way, until it ends',
        }),
        lastDay: Day,
        until: Instant,
      }),
      handler: async (ctx, { query }) => {
        const { until, ...offer } = await lookAtOffer(ctx, ports, query.code);
        return { ...offer, until: until.toISOString() };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/mandates/offers/state',
      summary: 'Whether someone has taken up what my code offers',
      who: 'resident',
      limit: 30,
      query: Type.Object({ code: Code }, closed),
      output: Type.Object({ taken: Type.Boolean() }),
      handler: async (ctx, { query }) => ({ taken: await isTaken(ctx, callerOf(ctx).personId, query.code) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/mandates/offers/take',
      summary: 'Take up what a code offers: one application, today, or one case until it ends',
      who: 'resident',
      limit: 30,
      body: Type.Object({ code: Code }, closed),
      output: Type.Object({
        principalId: Type.String({ format: 'uuid' }),
        item: Item,
        caseId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
          description: 'The case to go on with; null for an application',
        }),
      }),
      handler: async (ctx, { body }) => takeOffer(ctx, ports, callerOf(ctx), body.code),
    }),
  ];
}
