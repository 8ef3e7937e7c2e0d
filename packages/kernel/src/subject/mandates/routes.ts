import Type from 'typebox';
import { route, type Route } from '../../platform/http/index.ts';
import { GrantedMandate, HeldMandate, NewGrant, type MandatePorts } from './model.ts';
import { presentGranted, presentHeld } from './present.ts';
import { guardianRoutes } from './guardian-routes.ts';
import { onceRoutes } from './once-routes.ts';
import { appoint, callerOf, revoke } from './service.ts';
import { listGrantedBy, listMandatesOf } from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** Numbers and names could otherwise be tried by the thousand. */
const triesAMinute = 10;

/** `origin` of the installation stands in codes that people show. */
export function mandateRoutes(ports: MandatePorts, origin: string): Route[] {
  return [
    ...onceRoutes(ports, origin),
    ...guardianRoutes(ports),
    route({
      method: 'GET',
      url: '/api/v1/me/mandates',
      summary: 'For whom I may act',
      who: 'resident',
      output: Type.Object({ items: Type.Array(HeldMandate) }),
      handler: async (ctx) => ({
        items: await presentHeld(ctx, ports, await listMandatesOf(ctx, callerOf(ctx).personId)),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/mandates/granted',
      summary: 'Who may act for me, or for an entity that I represent',
      who: 'resident',
      output: Type.Object({ items: Type.Array(GrantedMandate) }),
      handler: async (ctx) => ({
        items: await presentGranted(ctx, ports, await listGrantedBy(ctx, callerOf(ctx).personId)),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/mandates',
      summary: 'Appoint someone to act for me, or for an entity that I represent',
      who: 'resident',
      limit: triesAMinute,
      body: NewGrant,
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      status: 201,
      handler: async (ctx, { body }) => ({ id: await appoint(ctx, ports, callerOf(ctx), body) }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/mandates/:id/revoke',
      summary: 'End a mandate: as its principal revoke it, as its agent lay it down',
      who: 'resident',
      params: Id,
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params }) => {
        await revoke(ctx, ports, params.id, callerOf(ctx).personId);
        return { id: params.id };
      },
    }),
  ];
}
