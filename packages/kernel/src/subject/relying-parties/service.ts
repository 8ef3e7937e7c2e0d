import { createHmac, randomBytes } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { expectAdministered, getAgencyBySlug } from '../organisation/index.ts';
import { relyingPartyErrors } from './errors.ts';
import type { RelyingParty, RelyingPartyInput } from './model.ts';
import {
  closeRow,
  deleteConsent,
  forgetGrants,
  holdAdministered,
  insertRelyingParty,
  nextSecret,
  updateRelyingParty,
} from './store.ts';

/** What a system signs people in with; the secret, where it has one, is shown once. */
export interface ClientAccess {
  id: string;
  clientId: string;
  clientSecret: string | null;
}

/** A client's secret follows from the installation's own: there is none to be stolen from the database. */
export function secretOf(root: string, clientId: string, version: number): string {
  return createHmac('sha256', root).update(`client-secret ${clientId} ${version}`).digest('base64url');
}

/**
 * Registers a system of an agency to which people sign in through the platform.
 * Errors: `relying-party.*`, `platform.not-found`, `platform.forbidden` beyond what the caller administers.
 */
export async function registerRelyingParty(
  ctx: Context,
  root: string,
  given: RelyingPartyInput & { agency: string },
): Promise<ClientAccess> {
  const { agency: slug, ...asked } = given;
  const subjectType = asked.subjectType ?? (asked.kind === 'device' ? 'public' : 'pairwise');
  const input = { ...asked, subjectType };
  const agency = await getAgencyBySlug(ctx, slug);
  expectAdministered(ctx, agency.divisionCode);
  check(input);
  const id = newId();
  const clientId = `rp-${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
  const sector = subjectType === 'pairwise' ? sectorOf(input.redirectUris, slug) : null;
  await insertRelyingParty(ctx, { id, clientId, agencyId: agency.id, sector }, input);
  record(ctx, 'register', id, { agency: slug, kind: input.kind, subjectType });
  return { id, clientId, clientSecret: secretFor(root, { clientId, ...input, secretVersion: 1 }) };
}

/** Errors: `relying-party.*`, `platform.not-found`, `platform.version-conflict`. */
export async function changeRelyingParty(
  ctx: Context,
  id: string,
  input: RelyingPartyInput,
  seen: number | null,
): Promise<void> {
  const before = await getOpen(ctx, id);
  if (seen !== null && seen !== before.version) throw platformErrors.versionConflict();
  const { subjectType = before.subjectType } = input;
  check({ ...input, subjectType });
  // Numbers stay when addresses change: a sector is set once.
  const sector =
    before.sector ?? (subjectType === 'pairwise' ? sectorOf(input.redirectUris, before.agency) : null);
  await updateRelyingParty(ctx, id, { ...input, subjectType, sector });
  record(ctx, 'change', id, { subjectType });
}

/** A new secret; the one before proves nothing from now on. Errors: `relying-party.no-secret`, `…closed`. */
export async function renewSecret(ctx: Context, root: string, id: string): Promise<ClientAccess> {
  const { clientId, authMethod } = await getOpen(ctx, id);
  if (authMethod !== 'client_secret_basic') throw relyingPartyErrors.noSecret();
  const secretVersion = await nextSecret(ctx, id);
  record(ctx, 'renew-secret', id, {});
  return { id, clientId, clientSecret: secretOf(root, clientId, secretVersion) };
}

/** Nobody signs in to it any more, and what it was given ends at once. */
export async function closeRelyingParty(ctx: Context, id: string): Promise<void> {
  const { clientId } = await getOpen(ctx, id);
  await closeRow(ctx, id);
  await forgetGrants(ctx, clientId, null);
  record(ctx, 'close', id, {});
}

/** The person is asked again next time; tokens that were given end at once. Errors: `platform.not-found`. */
export async function withdrawConsent(ctx: Context, accountId: string, id: string): Promise<void> {
  const clientId = await deleteConsent(ctx, accountId, id);
  if (clientId === undefined) throw platformErrors.notFound();
  await forgetGrants(ctx, clientId, accountId);
  record(ctx, 'withdraw-consent', id, {});
}

function secretFor(
  root: string,
  { clientId, authMethod, secretVersion }: Pick<RelyingParty, 'clientId' | 'authMethod' | 'secretVersion'>,
): string | null {
  return authMethod === 'client_secret_basic' ? secretOf(root, clientId, secretVersion) : null;
}

async function getOpen(ctx: Context, id: string): Promise<RelyingParty> {
  const found = await holdAdministered(ctx, id);
  if (!found) throw platformErrors.notFound();
  if (found.closedAt !== null) throw relyingPartyErrors.closed();
  return found;
}

function record(ctx: Context, act: string, id: string, detail: Record<string, unknown>): void {
  ctx.record({ action: `relying-party.${act}`, entity: 'relyingParty', entityId: id, detail });
}

function check(input: RelyingPartyInput): void {
  const { kind, authMethod, jwks, redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = input;
  if ((kind === 'native') !== (authMethod === 'none') && kind !== 'device') throw relyingPartyErrors.method();
  if ((authMethod === 'private_key_jwt') !== (jwks !== undefined)) throw relyingPartyErrors.keys();
  for (const key of jwks?.keys ?? []) expectStrong(key);
  if (kind === 'device' && input.subjectType === 'pairwise') throw relyingPartyErrors.subject();
  if (redirectUris.length === 0 && kind !== 'device') throw relyingPartyErrors.address({ uri: '' });
  for (const uri of [...redirectUris, ...postLogoutRedirectUris]) expectAddress(uri, kind);
  if (backchannelLogoutUri !== null) expectAddress(backchannelLogoutUri, 'web');
}

function expectStrong({ kty, n = '' }: { kty: string; n?: string }): void {
  if (kty === 'RSA' && Buffer.from(n, 'base64url').length < 256) throw relyingPartyErrors.keys();
}

/** The host to which all of its addresses lead, else its agency: an application on a device has no host. */
function sectorOf(redirectUris: readonly string[], agency: string): string {
  const hosts = new Set(redirectUris.map((uri) => new URL(uri).hostname));
  const [host = ''] = hosts;
  return hosts.size === 1 && host !== '' && !loopback.has(host) ? host : `${agency}.agency.invalid`;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** https, or http on the machine itself; an application on a device may have a scheme of its own (RFC 8252). */
function expectAddress(uri: string, kind: RelyingPartyInput['kind']): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isPlain = url !== undefined && !uri.includes('#') && !uri.includes('*') && url.username === '';
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && loopback.has(url.hostname)) ||
    (kind === 'native' && url !== undefined && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol));
  if (!isPlain || !isSafe) throw relyingPartyErrors.address({ uri: uri.slice(0, 120) });
}
