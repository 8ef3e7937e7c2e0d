import Type from 'typebox';
import { answer, route, type Route } from '../../platform/http/index.ts';
import { Text } from '../../platform/text/index.ts';
import { claimsOf, listTypes, pathText } from './claims.ts';
import type { WalletDeps } from './model.ts';
import { refusalReasons, type RefusalReason } from './presentation.ts';
import { answering } from './refusal.ts';
import { makeRequest, requestObject, resultOf, takeAnswer } from './requests.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });
const Path = Type.String({ maxLength: 100, description: 'Path of a claim, with a dot: fields.grade' });
const reasons = Object.keys(refusalReasons) as RefusalReason[];

const Types = Type.Object({
  items: Type.Array(
    Type.Object({
      type: Type.String({ description: 'Code of the licence type' }),
      name: Text,
      claims: Type.Array(Type.Object({ path: Path, label: Text })),
    }),
  ),
});

const Request = Type.Object(
  {
    type: Type.String({ maxLength: 100, description: 'Code of the licence type' }),
    claims: Type.Array(Path, { minItems: 1, maxItems: 60, description: 'What is to be shown, and no more' }),
    purpose: Type.String({ minLength: 2, maxLength: 200, description: 'What for; the holder sees it' }),
    answer: Type.Optional(
      Type.Enum(['plain', 'encrypted'], {
        default: 'encrypted',
        description: 'How the wallet answers: direct_post, or direct_post.jwt',
      }),
    ),
  },
  { additionalProperties: false },
);

const Made = Type.Object({
  id: Type.String({ format: 'uuid' }),
  secret: Type.String({ description: 'By which its maker reads the result; shown this once' }),
  requestUri: Type.String({ description: 'Where wallets fetch the signed request' }),
  uri: Type.String({ description: 'openid4vp://…, as a link or QR code (OpenID4VP 1.0)' }),
  expiresAt: Type.String({ format: 'date-time' }),
});

const Nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()]);

const Result = Type.Object({
  id: Type.String({ format: 'uuid' }),
  state: Type.Enum(['open', 'shown', 'refused']),
  type: Type.String(),
  typeName: Text,
  purpose: Type.String(),
  reason: Type.Union([Type.Enum(reasons), Type.Null()], {
    description: reasons.map((reason) => `${reason}: ${refusalReasons[reason]}`).join('; '),
  }),
  claims: Type.Array(Type.Object({ path: Path, label: Text, value: Type.Unknown() })),
  answeredAt: Nullable(Type.String({ format: 'date-time' })),
  expiresAt: Type.String({ format: 'date-time' }),
});

/** Checking a licence by asking its holder's wallet (OpenID4VP 1.0): anyone may, and learns what the holder agrees to. */
export function verifierRoutes(deps: WalletDeps): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/verifier/types',
      summary: 'What can be asked of which licence',
      who: 'anyone',
      output: Types,
      handler: async (ctx) => ({
        items: (await listTypes(ctx)).map((type) => ({
          type: type.code,
          name: type.name,
          claims: claimsOf(type).map((claim) => ({ path: pathText(claim), label: claim.label })),
        })),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/verifier/requests',
      summary: 'Ask a wallet for some of what a licence says',
      who: 'anyone',
      limit: 30,
      body: Request,
      output: Made,
      status: 201,
      answer: 'secret',
      handler: (ctx, { body }) => makeRequest(ctx, deps, { answer: 'encrypted', ...body }),
    }),
    route({
      method: 'GET',
      url: '/api/v1/verifier/requests/:id',
      summary: 'What a wallet showed, for who asked',
      who: 'anyone',
      limit: 240,
      params: Id,
      output: Result,
      handler: (ctx, { params, request }) =>
        resultOf(ctx, params.id, String(request.headers['x-request-secret'] ?? '')),
    }),
    route({
      method: 'GET',
      url: '/verifier/request/:id',
      summary: 'A request as a wallet reads it (RFC 9101)',
      who: 'anyone',
      limit: 60,
      params: Id,
      output: Type.Unknown({ description: 'application/oauth-authz-req+jwt' }),
      handler: async (ctx, { params }) =>
        answer(Buffer.from(await requestObject(ctx, deps, params.id)), {
          headers: { 'content-type': 'application/oauth-authz-req+jwt' },
        }),
    }),
    route({
      method: 'POST',
      url: '/verifier/response/:id',
      summary: 'Where a wallet answers a request (direct_post, direct_post.jwt)',
      who: 'anyone',
      limit: 60,
      params: Id,
      body: Type.Record(Type.String(), Type.Unknown(), { description: 'As OpenID4VP 1.0 has it' }),
      output: Type.Unknown({ description: 'An empty object' }),
      handler: (ctx, { params, body }) => answering(() => takeAnswer(ctx, deps, params.id, body)),
    }),
  ];
}
