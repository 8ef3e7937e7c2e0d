import type { RelyingParty, RelyingPartyInput } from '../api/types.ts';

/** A system as one writes it: addresses one a line, keys as JSON. */
export interface TypedSystem extends Omit<
  RelyingPartyInput,
  'jwks' | 'redirectUris' | 'postLogoutRedirectUris' | 'backchannelLogoutUri'
> {
  jwks: string;
  redirectUris: string;
  postLogoutRedirectUris: string;
  backchannelLogoutUri: string;
}

export const newSystem: TypedSystem = {
  name: { zh: '', en: '' },
  kind: 'web',
  authMethod: 'private_key_jwt',
  jwks: '',
  redirectUris: '',
  postLogoutRedirectUris: '',
  backchannelLogoutUri: '',
  scopes: ['profile'],
  subjectType: 'pairwise',
  parRequired: false,
  dpopRequired: false,
};

/** How a system of a kind may prove itself. */
export const methodsOf: Readonly<
  Record<RelyingPartyInput['kind'], readonly RelyingPartyInput['authMethod'][]>
> = {
  web: ['private_key_jwt', 'client_secret_basic'],
  native: ['none'],
  device: ['none', 'private_key_jwt', 'client_secret_basic'],
};

export function typedOf(system: RelyingParty): TypedSystem {
  const { name, kind, authMethod, scopes, subjectType, parRequired, dpopRequired } = system;
  return {
    name,
    kind,
    authMethod,
    scopes,
    subjectType,
    parRequired,
    dpopRequired,
    jwks: system.jwks ? JSON.stringify(system.jwks, null, 2) : '',
    redirectUris: system.redirectUris.join('\n'),
    postLogoutRedirectUris: system.postLogoutRedirectUris.join('\n'),
    backchannelLogoutUri: system.backchannelLogoutUri ?? '',
  };
}

/** Which field lacks what, as keys of words; addresses and keys are checked by the server. */
export function faultsOf(typed: TypedSystem): Partial<Record<'zh' | 'en' | 'jwks' | 'redirectUris', string>> {
  const { name, kind, authMethod, jwks, redirectUris } = typed;
  return {
    ...(name.zh.trim() === '' ? { zh: 'signIn.missing' } : {}),
    ...(name.en.trim() === '' ? { en: 'signIn.missing' } : {}),
    ...(authMethod === 'private_key_jwt' && keysOf(jwks) === null ? { jwks: 'signIn.jwksWrong' } : {}),
    ...(kind !== 'device' && linesOf(redirectUris).length === 0 ? { redirectUris: 'signIn.missing' } : {}),
  };
}

/** As the API takes it. */
export function inputOf(typed: TypedSystem): RelyingPartyInput {
  const { name, kind, authMethod, scopes, subjectType, parRequired, dpopRequired } = typed;
  const keys = authMethod === 'private_key_jwt' ? keysOf(typed.jwks) : null;
  return {
    name: { zh: name.zh.trim(), en: name.en.trim() },
    kind,
    authMethod,
    scopes,
    // A device without a keyboard has no address by which a sector is known.
    subjectType: kind === 'device' ? 'public' : subjectType,
    parRequired,
    dpopRequired,
    ...(keys ? { jwks: { keys } } : {}),
    redirectUris: linesOf(typed.redirectUris),
    postLogoutRedirectUris: linesOf(typed.postLogoutRedirectUris),
    backchannelLogoutUri: typed.backchannelLogoutUri.trim() || null,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A set of keys, a list of keys, or one key. */
function keysOf(text: string): Record<string, string>[] | null {
  try {
    const read = JSON.parse(text) as { keys?: unknown; kty?: unknown } | null;
    const keys = read?.keys ?? (read?.kty === undefined ? read : [read]);
    return Array.isArray(keys) && keys.length > 0 ? (keys as Record<string, string>[]) : null;
  } catch {
    return null;
  }
}
