import Type from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { cursorPage, pageQuery, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { walletErrors } from './errors.ts';
import { findLicence, holdersOf, licenceErrors, stateOn, typeOf } from '../licences/index.ts';
import type { WalletDeps } from './model.ts';
import { makeOffer } from './offers.ts';
import { cutOff, listHeld, type HeldRow } from './store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

const Offer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  uri: Type.String({ description: 'openid-credential-offer://…, as a link or QR code (OpenID4VCI 1.0)' }),
  offer: Type.Unknown({ description: 'The same as JSON' }),
  txCode: Type.String({ description: 'To be typed into the wallet; shown this once' }),
  expiresAt: Type.String({ format: 'date-time' }),
});

const Held = Type.Object({
  id: Type.String({ format: 'uuid' }),
  licenceId: Type.String({ format: 'uuid' }),
  number: Type.String(),
  typeName: Text,
  holder: Type.String(),
  issuedAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
  keys: Type.Array(Type.String(), { description: 'Thumbprints of the wallet’s keys (RFC 7638), one a copy' }),
  state: Type.Enum(['valid', 'suspended', 'invalid', 'expired'], {
    description: 'How it stands by the licence and by what its holder did',
  }),
});

/** What people do about licences in their wallets. */
export function walletRoutes(deps: WalletDeps): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/licences/:id/wallet-offer',
      summary: 'Offer a licence of mine, or of whom I act for, to a wallet',
      who: 'resident',
      limit: 20,
      params: Id,
      output: Offer,
      status: 201,
      answer: 'secret',
      handler: (ctx, { params }) => makeOffer(ctx, deps, params.id),
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/wallet',
      summary: 'Licences that wallets hold, mine and of whom I act for',
      who: 'resident',
      query: pageQuery,
      output: cursorPage(Held),
      handler: async (ctx, { query }) => {
        const limit = query.limit ?? 20;
        const rows = await listHeld(ctx, await holdersOf(ctx), limit + 1, query.cursor ?? null);
        const page = rows.slice(0, limit);
        const items = [];
        for (const row of page) items.push(await presentHeld(ctx, row));
        return { items, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/me/wallet/:id',
      summary: 'Let what a wallet holds count no more, such as one on a lost phone',
      who: 'resident',
      params: Id,
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params: { id } }) => {
        if (!(await cutOff(ctx, id, await holdersOf(ctx)))) throw walletErrors.noCredential();
        ctx.record({ action: 'wallet.cut-off', entity: 'walletOffer', entityId: id });
        return { id };
      },
    }),
  ];
}

async function presentHeld(ctx: Context, row: HeldRow) {
  const licence = await findLicence(ctx, row.licenceId);
  if (!licence) throw licenceErrors.notFound();
  return {
    id: row.id,
    licenceId: licence.id,
    number: licence.number,
    typeName: (await typeOf(ctx, licence)).name,
    holder: licence.holderName,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    keys: row.thumbprints,
    state: stateOfHeld(ctx, row, stateOn(licence, dateOf(ctx.now))),
  };
}

function stateOfHeld({ now }: Context, { cutOffAt, expiresAt }: HeldRow, licence: string) {
  if (cutOffAt !== null) return 'invalid';
  if (licence === 'expired' || (licence === 'valid' && expiresAt <= now)) return 'expired';
  return licence === 'valid' || licence === 'suspended' ? licence : 'invalid';
}
