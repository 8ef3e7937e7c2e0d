import Type from 'typebox';
import { answer, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { listDevices, withdrawDevice } from './card-store.ts';
import { accountOf, addDevice, issueCards, standingOn } from './cards.ts';
import { walletErrors } from './errors.ts';
import type { WalletDeps } from './model.ts';
import { makeSnapshot } from './snapshot.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Instant = Type.String({ format: 'date-time' });
const callsAMinute = 60;
/** 32 octets. */
const Coordinate = Type.String({
  minLength: 43,
  maxLength: 43,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'base64url',
});

const NewDevice = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' }),
    key: Type.Object({ x: Coordinate, y: Coordinate }, { additionalProperties: false }),
    nonce: Type.String({ maxLength: 100, description: 'Of /oid4vci/nonce' }),
    proof: Type.String({ maxLength: 100, description: 'Signature of the key over the nonce, base64url' }),
  },
  { additionalProperties: false },
);

const Device = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  addedAt: Instant,
  licences: Type.Integer({ description: 'Licences of which it has a card that has not run out' }),
  state: Type.Enum(['active', 'withdrawn'], { description: 'withdrawn: its cards count no more' }),
});

const Card = Type.Object({
  type: Type.String({ description: 'Code of the licence type' }),
  typeName: Text,
  statement: Type.String({ description: 'What the issuer signed, CBOR, base64url' }),
  signature: Type.String({ description: 'Of the issuer (COSE_Sign1, ES256), base64url' }),
  claims: Type.Array(
    Type.Object({
      index: Type.Integer(),
      name: Type.String({ description: 'Path of the claim, with a dot' }),
      label: Text,
      format: Type.String({ description: 'text, date, money (yuan), area (m²), percent, number or list' }),
      salt: Type.String({ description: 'base64url' }),
      value: Type.String(),
    }),
  ),
  issuedAt: Instant,
  expiresAt: Type.String({ format: 'date-time', description: 'The device fetches it anew before' }),
});

const Standing = Type.Object({
  licenceId: Type.String({ format: 'uuid' }),
  state: Type.Enum(['valid', 'suspended', 'invalid', 'expired', 'unknown'], {
    description: 'unknown: there is none such, or it is not of the caller nor of whom the caller acts for',
  }),
});

const Answers = Type.Object({
  items: Type.Array(
    Type.Object({
      ...Standing.properties,
      card: Type.Union([Card, Type.Null()], { description: 'Only while it is valid' }),
    }),
  ),
});

/** Licences as cards on the phone, which are shown and checked without a network. */
export function cardRoutes(deps: WalletDeps): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/me/cards/devices',
      summary: 'My devices that have cards, newest first',
      who: 'resident',
      output: Type.Object({ items: Type.Array(Device) }),
      handler: async (ctx) => ({
        items: (await listDevices(ctx, accountOf(ctx))).map(
          ({ id, name, createdAt, withdrawnAt, licences }) => ({
            id,
            name,
            addedAt: createdAt.toISOString(),
            licences,
            state: withdrawnAt === null ? ('active' as const) : ('withdrawn' as const),
          }),
        ),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/cards/devices',
      summary: 'Let this device keep cards, by a key of its own',
      who: 'resident',
      limit: callsAMinute,
      status: 201,
      body: NewDevice,
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: (ctx, { body }) => addDevice(ctx, body),
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/cards/devices/:id/withdraw',
      summary: 'Let the cards of a device count no more, such as those on a lost phone',
      who: 'resident',
      params: Id,
      output: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      handler: async (ctx, { params: { id } }) => {
        if (!(await withdrawDevice(ctx, id, accountOf(ctx)))) throw walletErrors.unknownDevice();
        ctx.record({ action: 'card.withdraw', entity: 'cardDevice', entityId: id });
        return { id };
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/me/cards/devices/:id/cards',
      summary: 'Cards of licences of mine, or of whom I act for, for a device of mine',
      who: 'resident',
      limit: callsAMinute,
      answer: 'secret',
      params: Id,
      body: Type.Object(
        { licences: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 20 }) },
        { additionalProperties: false },
      ),
      output: Answers,
      handler: async (ctx, { params, body }) => ({
        items: await issueCards(ctx, deps, params.id, body.licences),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/me/cards/devices/:id/cards',
      summary: 'How the licences stand of which a device of mine has cards',
      who: 'resident',
      params: Id,
      output: Type.Object({ items: Type.Array(Standing) }),
      handler: async (ctx, { params }) => ({ items: await standingOn(ctx, params.id) }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/verifier/snapshot',
      summary: 'What is needed to check cards without a network, as of now',
      who: 'anyone',
      limit: callsAMinute,
      output: Type.Object({
        roots: Type.Array(Type.String(), { description: 'Certificates, base64 of DER' }),
        snapshot: Type.String({ description: 'live-snapshot+jwt, signed by an issuer of cards' }),
      }),
      handler: async (ctx) =>
        // Asked each time, so that a revocation is seen at once.
        answer(await makeSnapshot(ctx, deps), { headers: { 'cache-control': 'no-cache' } }),
    }),
  ];
}
