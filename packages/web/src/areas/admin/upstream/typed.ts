import type { Text } from '../../../api/types.ts';

/** A sign-in service of others, as the API takes it. */
export interface UpstreamInput {
  issuer: string;
  name: Text;
  clientId: string;
  authMethod: 'private_key_jwt' | 'client_secret_basic';
  clientSecret?: string;
  tokenAlgorithm: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  scopes: string[];
  levels: { acr: string; level: number }[];
  nameClaim: string;
  numberClaim: string | null;
  makesAccounts: boolean;
}

export interface Upstream extends Omit<UpstreamInput, 'clientSecret'> {
  id: string;
  /** JWK that the other side registers; null with a secret. */
  publicKey: Record<string, unknown> | null;
  callback: string;
  logout: string;
  /** It did not answer lately. */
  down: boolean;
  closed: boolean;
  version: number;
}

/** The same as one writes it: levels one a line, scopes with spaces between. */
export interface TypedUpstream extends Omit<UpstreamInput, 'scopes' | 'levels' | 'numberClaim'> {
  clientSecret: string;
  scopes: string;
  levels: string;
  numberClaim: string;
}

export const newUpstream: TypedUpstream = {
  issuer: '',
  name: { zh: '', en: '' },
  clientId: '',
  authMethod: 'private_key_jwt',
  clientSecret: '',
  tokenAlgorithm: 'RS256',
  scopes: 'profile',
  levels: '',
  nameClaim: 'name',
  numberClaim: '',
  makesAccounts: false,
};

export function typedOf(upstream: Upstream): TypedUpstream {
  const { issuer, name, clientId, authMethod, tokenAlgorithm, nameClaim, makesAccounts } = upstream;
  return {
    issuer,
    name,
    clientId,
    authMethod,
    tokenAlgorithm,
    nameClaim,
    makesAccounts,
    clientSecret: '',
    scopes: upstream.scopes.join(' '),
    levels: upstream.levels.map(({ acr, level }) => `${acr} = ${level}`).join('\n'),
    numberClaim: upstream.numberClaim ?? '',
  };
}

export function inputOf(typed: TypedUpstream): UpstreamInput {
  const { clientSecret, name, ...rest } = typed;
  return {
    ...rest,
    issuer: typed.issuer.trim(),
    clientId: typed.clientId.trim(),
    name: { zh: name.zh.trim(), en: name.en.trim() },
    scopes: typed.scopes.split(/\s+/).filter((scope) => scope !== ''),
    levels: levelsOf(typed.levels) ?? [],
    nameClaim: typed.nameClaim.trim(),
    numberClaim: typed.numberClaim.trim() || null,
    ...(typed.authMethod === 'client_secret_basic' && clientSecret !== '' ? { clientSecret } : {}),
  };
}

export type UpstreamFault = 'issuer' | 'zh' | 'en' | 'clientId' | 'clientSecret' | 'levels' | 'nameClaim';

/** Which fields lack something; the server looks at the rest. `before`: what is changed. */
export function faultsOf(typed: TypedUpstream, before: Upstream | null): UpstreamFault[] {
  const { issuer, name, clientId, authMethod, clientSecret, levels, nameClaim } = typed;
  const keeps = before?.authMethod === authMethod;
  return [
    ...(issuer.trim() === '' ? (['issuer'] as const) : []),
    ...(name.zh.trim() === '' ? (['zh'] as const) : []),
    ...(name.en.trim() === '' ? (['en'] as const) : []),
    ...(clientId.trim() === '' ? (['clientId'] as const) : []),
    ...(authMethod === 'client_secret_basic' && clientSecret === '' && !keeps
      ? (['clientSecret'] as const)
      : []),
    ...(levelsOf(levels) === null ? (['levels'] as const) : []),
    ...(nameClaim.trim() === '' ? (['nameClaim'] as const) : []),
  ];
}

/** `acr = level`, one a line; null where a line is none. */
function levelsOf(text: string): UpstreamInput['levels'] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const read = lines.map((line) => /^\s*(\S+)\s*=\s*([123])\s*$/.exec(line));
  if (read.includes(null)) return null;
  return read.flatMap((match) => (match ? [{ acr: match[1] ?? '', level: Number(match[2]) }] : []));
}
