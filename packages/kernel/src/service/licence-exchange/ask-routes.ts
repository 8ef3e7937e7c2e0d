import Type from 'typebox';
import type { Catalogue } from '../../data/catalogue/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { route, type Route } from '../../platform/http/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { Ask } from './channel.ts';
import { findHolder } from './content.ts';
import { exchangeErrors } from './errors.ts';
import { Claim, Query, Verdict, wantedOf } from './exchange-routes.ts';
import { LicenceMessage } from './model.ts';
import { findUpper } from './upper-store.ts';

const who = { posts: ['clerk', 'reviewer', 'decider'] } as const;

/** What staff ask the upper level. Errors of both: `exchange.no-upper`, `exchange.upper-away`, `exchange.upper-refused`. */
export function askUpperRoutes({ ask, catalogue }: { ask: Ask; catalogue: Catalogue }): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/desk/upper-licences/query',
      summary: 'Licences that other places registered at the upper level, with a ground that is kept there',
      who,
      purpose: 'needed',
      body: Query,
      output: Type.Object({ items: Type.Array(LicenceMessage) }),
      handler: async (ctx, { body }) => {
        wantedOf(body);
        const answer = await askNow<{ items: LicenceMessage[] }>(ctx, ask, 'licences/query', body);
        const codes = new Set(answer.items.map(({ certificateHolderCode }) => certificateHolderCode));
        if (body.certificateHolderCode !== undefined) codes.add(body.certificateHolderCode);
        for (const code of codes) {
          const holder = await findHolder(ctx, catalogue, code);
          if (holder)
            recordAccess(ctx, [
              { ...holder, resource: 'held-licence', fields: ['number', 'typeName', 'state', 'fields'] },
            ]);
        }
        ctx.record({
          action: 'exchange.ask',
          entity: 'exchangeUpper',
          entityId: '-',
          detail: { found: answer.items.length },
        });
        return answer;
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/desk/upper-licences/verify',
      summary: 'Whether a licence of another place is as someone says, by the upper level',
      who,
      body: Claim,
      output: Verdict,
      handler: (ctx, { body }) => askNow(ctx, ask, 'licences/verify', body),
    }),
  ];
}

/** Whoever asks while it is known to be away is told so at once. */
async function askNow<T>(ctx: Context, ask: Ask, path: string, body: object): Promise<T> {
  const upper = await findUpper(ctx);
  if (!upper) throw exchangeErrors.noUpper();
  if (upper.retryAt !== null && upper.retryAt > ctx.now) throw exchangeErrors.upperAway();
  const reply = await ask<T>(ctx, upper, path, body);
  if (reply.kind === 'answer') return reply.body;
  throw reply.kind === 'away'
    ? exchangeErrors.upperAway()
    : exchangeErrors.upperRefused({ reason: reply.problem });
}
