import Type from 'typebox';
import { answer, route, type Route } from '../../platform/http/index.ts';
import { headersOf } from './headers.ts';
import { issueCredentials } from './issue.ts';
import { authorizationServerMetadata, issuerMetadata, jwtIssuerMetadata, typeMetadata } from './metadata.ts';
import { minutesAfter, nonceMinutes, type WalletDeps } from './model.ts';
import { redeemOffer } from './offers.ts';
import { answering } from './refusal.ts';
import { hashOf, newSecret } from './secrets.ts';
import { statusList } from './status.ts';
import { insertNonce } from './store.ts';

const Metadata = Type.Unknown({ description: 'As its standard has it' });
/** Its protocol says how what is wrong with it is refused, so nothing is refused by the schema. */
const Parameters = Type.Record(Type.String(), Type.Unknown(), { description: 'As OpenID4VCI 1.0 has it' });

const callsAMinute = 60;

/** What wallets and strangers' verifiers ask an issuer for, as the standards have it: nobody signs in for it. */
export function issuerRoutes(deps: WalletDeps): Route[] {
  return [
    route({
      method: 'GET',
      url: '/.well-known/openid-credential-issuer',
      summary: 'Which licences can be had as credentials (OpenID4VCI 1.0)',
      who: 'anyone',
      output: Metadata,
      handler: async (ctx) => kept(await issuerMetadata(ctx, deps)),
    }),
    route({
      method: 'GET',
      url: '/.well-known/oauth-authorization-server',
      summary: 'Where wallets change the code of an offer into a token (RFC 8414)',
      who: 'anyone',
      output: Metadata,
      handler: async () => kept(authorizationServerMetadata(deps)),
    }),
    route({
      method: 'GET',
      url: '/.well-known/jwt-vc-issuer',
      summary: 'The key that signs credentials (SD-JWT VC)',
      who: 'anyone',
      output: Metadata,
      handler: async (ctx) => kept(await jwtIssuerMetadata(ctx, deps)),
    }),
    route({
      method: 'GET',
      url: '/credentials/:type',
      summary: 'What credentials of a licence type say (SD-JWT VC type metadata)',
      who: 'anyone',
      params: Type.Object({ type: Type.String({ maxLength: 100 }) }),
      output: Metadata,
      handler: async (ctx, { params }) => kept(await typeMetadata(ctx, deps, params.type)),
    }),
    route({
      method: 'POST',
      url: '/oid4vci/token',
      summary: 'Change the code of an offer into a token, once (OpenID4VCI 1.0)',
      who: 'anyone',
      limit: callsAMinute,
      body: Parameters,
      output: Metadata,
      handler: (ctx, { body, request }) =>
        answering(() => redeemOffer(ctx, deps, { body, ...headersOf(request) })),
    }),
    route({
      method: 'POST',
      url: '/oid4vci/nonce',
      summary: 'A nonce by which a wallet shows that a proof is fresh (OpenID4VCI 1.0)',
      who: 'anyone',
      limit: callsAMinute,
      output: Type.Object({ c_nonce: Type.String() }),
      handler: async (ctx) => {
        const nonce = newSecret();
        await insertNonce(ctx, hashOf(nonce), minutesAfter(ctx.now, nonceMinutes));
        return { c_nonce: nonce };
      },
    }),
    route({
      method: 'POST',
      url: '/oid4vci/credential',
      summary: 'The licence of an offer as SD-JWT VC, one copy a key (OpenID4VCI 1.0)',
      who: 'anyone',
      limit: callsAMinute,
      body: Parameters,
      output: Metadata,
      handler: (ctx, { body, request }) =>
        answering(() => issueCredentials(ctx, deps, { body, ...headersOf(request) })),
    }),
    route({
      method: 'GET',
      url: '/status/:list',
      summary: 'How credentials stand now (Token Status List, JWT)',
      who: 'anyone',
      params: Type.Object({ list: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) }),
      output: Type.Unknown({ description: 'application/statuslist+jwt' }),
      handler: async (ctx, { params, request }) => {
        const { token, version } = await statusList(ctx, deps, params.list);
        const etag = `"${params.list}.${version}"`;
        const isKnown = request.headers['if-none-match'] === etag;
        return answer(Buffer.from(isKnown ? '' : token), {
          status: isKnown ? 304 : 200,
          headers: {
            'content-type': 'application/statuslist+jwt',
            // Asked each time, so that a revocation is seen at once; unchanged it costs no octets.
            'cache-control': 'public, no-cache',
            etag,
          },
        });
      },
    }),
  ];
}

/** Changes with what packs publish. */
function kept(metadata: object) {
  return answer(metadata, { headers: { 'cache-control': 'public, max-age=300' } });
}
