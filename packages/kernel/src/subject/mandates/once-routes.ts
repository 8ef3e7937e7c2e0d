import { toDataURL } from 'qrcode';
import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import type { MandatePorts } from './model.ts';
import { lookAtOffer, offerOnce, takeOffer } from './once.ts';
import { callerOf } from './service.ts';

const Code = Type.String({ minLength: 10, maxLength: 60, description: 'Of the QR code that was shown' });
const Item = Type.String({ maxLength: 60, description: 'Implementation code' });
const Instant = Type.String({ format: 'date-time' });
const closed = { additionalProperties: false };

/** One shows a code, and whoever scans it may hand in one application for one. */
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
      output: Type.Object({
        address: Type.String({ description: 'What the code says; for 10 minutes, and once' }),
        picture: Type.String({ description: 'The same as a QR code, `data:` URL of a PNG' }),
        until: Instant,
      }),
      handler: async (ctx, { body }) => {
        const { code, until } = await offerOnce(ctx, ports, callerOf(ctx), body.item);
        const address = `${origin}/me/mandates/offer?code=${code}`;
        return {
          address,
          picture: await toDataURL(address, { scale: 6, margin: 2 }),
          until: until.toISOString(),
        };
      },
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
        until: Instant,
      }),
      handler: async (ctx, { query }) => {
        const { until, ...offer } = await lookAtOffer(ctx, ports, query.code);
        return { ...offer, until: until.toISOString() };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/mandates/offers/take',
      summary: 'Take up what a code offers: one application, today',
      who: 'resident',
      limit: 30,
      body: Type.Object({ code: Code }, closed),
      output: Type.Object({ principalId: Type.String({ format: 'uuid' }), item: Item }),
      handler: async (ctx, { body }) => takeOffer(ctx, ports, callerOf(ctx), body.code),
    }),
  ];
}
