import { exportJWK, generateKeyPair } from 'jose';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { endArrivals } from './upstream-ends.ts';
import { isLoopback } from './upstream-client.ts';
import { upstreamErrors } from './upstream-errors.ts';
import { upstreamCredential, type Upstream, type UpstreamInput } from './upstream-model.ts';
import {
  closeUpstreamRow,
  holdUpstream,
  insertUpstream,
  updateUpstream,
  type Credential,
} from './upstream-store.ts';

/** Errors: `upstream.address`, `upstream.secret`, `upstream.registered`. */
export async function registerUpstream(
  ctx: Context,
  ownIssuer: string,
  { clientSecret, ...input }: UpstreamInput & { clientSecret?: string },
): Promise<string> {
  expectIssuer(input.issuer, ownIssuer);
  const id = newId();
  const credential = await credentialOf(ctx, id, input, clientSecret);
  if (!credential) throw upstreamErrors.secret();
  if (!(await insertUpstream(ctx, id, input, credential))) throw upstreamErrors.registered();
  record(ctx, 'register', id, input);
  return id;
}

/**
 * The secret or key stays unless another is given or the way of proof changes; the issuer stays in any case, for
 * links are to its subjects. Errors: `upstream.address`, `…secret`, `…closed`, `platform.version-conflict`.
 */
export async function changeUpstream(
  ctx: Context,
  id: string,
  { clientSecret, ...input }: UpstreamInput & { clientSecret?: string },
  seen: number | null,
): Promise<void> {
  const before = await getOpen(ctx, id);
  if (seen !== null && seen !== before.version) throw platformErrors.versionConflict();
  if (input.issuer !== before.issuer) throw upstreamErrors.address({ uri: input.issuer });
  const isSameWay = input.authMethod === before.authMethod;
  const credential =
    isSameWay && clientSecret === undefined ? null : await credentialOf(ctx, id, input, clientSecret);
  if (!isSameWay && !credential) throw upstreamErrors.secret();
  await updateUpstream(ctx, id, input, credential);
  record(ctx, 'change', id, input);
}

/** Nobody signs in by it any more, and what came from it ends at once. */
export async function closeUpstream(ctx: Context, id: string): Promise<void> {
  const upstream = await getOpen(ctx, id);
  await closeUpstreamRow(ctx, id);
  await endArrivals(ctx, { upstreamId: id, subject: null, sid: null });
  record(ctx, 'close', id, upstream);
}

async function getOpen(ctx: Context, id: string): Promise<Upstream> {
  const found = await holdUpstream(ctx, id);
  if (!found) throw platformErrors.notFound();
  if (found.closedAt !== null) throw upstreamErrors.closed();
  return found;
}

async function credentialOf(
  ctx: Context,
  id: string,
  { authMethod }: UpstreamInput,
  clientSecret: string | undefined,
): Promise<Credential | null> {
  if (authMethod === 'client_secret_basic') {
    if (clientSecret === undefined) return null;
    const { sealed } = await ctx.columns.seal(ctx.tx, upstreamCredential, id, clientSecret);
    return { sealed, publicKey: null };
  }
  if (clientSecret !== undefined) throw upstreamErrors.secret();
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const about = { kid: newId(), alg: 'ES256', use: 'sig' };
  const secret = JSON.stringify({ ...(await exportJWK(privateKey)), ...about });
  const { sealed } = await ctx.columns.seal(ctx.tx, upstreamCredential, id, secret);
  return { sealed, publicKey: { ...(await exportJWK(publicKey)), ...about } };
}

function expectIssuer(issuer: string, own: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isPlain = url !== undefined && url.search === '' && url.hash === '' && url.username === '';
  const isSafe = url !== undefined && (url.protocol === 'https:' || isLoopback(url));
  if (!isPlain || !isSafe || issuer === own) throw upstreamErrors.address({ uri: issuer.slice(0, 120) });
}

function record(
  ctx: Context,
  act: string,
  id: string,
  { issuer, levels, makesAccounts }: UpstreamInput,
): void {
  ctx.record({
    action: `upstream.${act}`,
    entity: 'upstream',
    entityId: id,
    detail: { issuer, levels, makesAccounts },
  });
}
