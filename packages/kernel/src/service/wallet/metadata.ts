import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Context } from '../../platform/context/index.ts';
import { claimsOf, getType, listTypes, vctOf } from './claims.ts';
import { credentialFormat, mostCopies, preAuthorizedGrant, type WalletDeps } from './model.ts';

/** Languages of names, as BCP 47 has them. */
const locales = { zh: 'zh-CN', en: 'en' } as const;

function inEach<T>(show: (lang: 'zh' | 'en') => T): (T & { locale: string })[] {
  return (['zh', 'en'] as const).map((lang) => ({ locale: locales[lang], ...show(lang) }));
}

/** What a credential of a type says and how to name it (SD-JWT VC type metadata). Errors: `wallet.unknown-type`. */
export async function typeMetadata(ctx: Context, { origin }: WalletDeps, code: string) {
  const type = await getType(ctx, code);
  return {
    vct: vctOf(origin, code),
    name: type.name.en,
    description: type.statement.en,
    display: inEach((lang) => ({ name: type.name[lang], description: type.statement[lang] })),
    claims: claimsOf(type).map(({ path, label, description }) => ({
      path,
      sd: 'always',
      display: inEach((lang) => ({
        label: label[lang],
        ...(description === undefined ? {} : { description }),
      })),
    })),
  };
}

/** Credential issuer metadata (OpenID4VCI 1.0 section 12.2). */
export async function issuerMetadata(ctx: Context, { origin, name }: WalletDeps) {
  const types = await listTypes(ctx);
  return {
    credential_issuer: origin,
    credential_endpoint: `${origin}/oid4vci/credential`,
    nonce_endpoint: `${origin}/oid4vci/nonce`,
    batch_credential_issuance: { batch_size: mostCopies },
    display: inEach((lang) => ({ name: name[lang] })),
    credential_configurations_supported: Object.fromEntries(
      types.map((type) => [type.code, configurationOf(origin, type)]),
    ),
  };
}

function configurationOf(origin: string, type: LicenceTypeSource) {
  return {
    format: credentialFormat,
    vct: vctOf(origin, type.code),
    cryptographic_binding_methods_supported: ['jwk'],
    credential_signing_alg_values_supported: ['ES256'],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
    credential_metadata: {
      display: inEach((lang) => ({ name: type.name[lang], description: type.statement[lang] })),
      claims: claimsOf(type).map(({ path, label }) => ({
        path,
        display: inEach((lang) => ({ name: label[lang] })),
      })),
    },
  };
}

/** Authorization server metadata (RFC 8414) of the one grant by which wallets come. */
export function authorizationServerMetadata({ origin }: WalletDeps) {
  return {
    issuer: origin,
    token_endpoint: `${origin}/oid4vci/token`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: [preAuthorizedGrant],
    response_types_supported: [],
    dpop_signing_alg_values_supported: ['ES256'],
    'pre-authorized_grant_anonymous_access_supported': true,
  };
}

/** Keys of the issuer for those who do not follow certificates (SD-JWT VC, JWT VC issuer metadata). */
export async function jwtIssuerMetadata(ctx: Context, { origin, signers }: WalletDeps) {
  const { jwk } = await signers.signerOf(ctx, 'issuer');
  return { issuer: origin, jwks: { keys: [{ ...jwk, use: 'sig', alg: 'ES256' }] } };
}
