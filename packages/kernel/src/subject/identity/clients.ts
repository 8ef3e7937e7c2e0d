import type { AdapterPayload } from 'oidc-provider';
import type { Db } from '../../platform/database/index.ts';
import { findOpenByClientId, secretOf, type RelyingParty } from '../relying-parties/index.ts';

/** A registered system as the provider's client metadata (RFC 7591). */
export async function findClient(db: Db, root: string, id: string): Promise<AdapterPayload | undefined> {
  const party = await findOpenByClientId(db, id);
  return party && (metadataOf(root, party) as AdapterPayload);
}

function metadataOf(root: string, party: RelyingParty) {
  const { clientId, kind, authMethod, secretVersion, redirectUris, scopes } = party;
  const refreshes = scopes.includes('offline_access') ? ['refresh_token'] : [];
  const isDevice = kind === 'device';
  return {
    client_id: clientId,
    client_name: party.name.zh,
    application_type: kind === 'native' ? 'native' : 'web',
    grant_types: isDevice
      ? ['urn:ietf:params:oauth:grant-type:device_code', ...refreshes]
      : ['authorization_code', ...refreshes],
    response_types: isDevice ? [] : ['code'],
    ...(party.subjectType === 'pairwise'
      ? { subject_type: 'pairwise', sector_identifier_uri: `https://${party.sector ?? ''}/` }
      : {}),
    redirect_uris: isDevice ? [] : redirectUris,
    post_logout_redirect_uris: party.postLogoutRedirectUris,
    scope: ['openid', ...scopes].join(' '),
    token_endpoint_auth_method: authMethod,
    ...(authMethod === 'client_secret_basic'
      ? { client_secret: secretOf(root, clientId, secretVersion) }
      : {}),
    ...(party.jwks ? { jwks: party.jwks } : {}),
    ...(party.backchannelLogoutUri === null
      ? {}
      : {
          backchannel_logout_uri: party.backchannelLogoutUri,
          backchannel_logout_session_required: true,
        }),
    require_pushed_authorization_requests: party.parRequired,
    dpop_bound_access_tokens: party.dpopRequired,
    id_token_signed_response_alg: 'RS256',
  };
}
