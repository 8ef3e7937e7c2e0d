import type { Snapshot, TrustBundle } from '@quancheng/engines/livecode';
import { readJws } from '@quancheng/engines/sdjwt';
import type { Context } from '../../platform/context/index.ts';
import { listCardLists } from './card-store.ts';
import { claimsOf, formatOf, listTypes, pathText } from './claims.ts';
import { secondsOf, type WalletDeps } from './model.ts';
import { statusList } from './status.ts';

/** Of each list about 32 KiB before compression, with a hundred thousand places. */
const mostLists = 200;

/**
 * What someone needs to check cards without a network: who issues them, which of them count no more now, and how
 * licences are named. Errors: those of the issuer's key.
 */
export async function makeSnapshot(ctx: Context, deps: WalletDeps): Promise<TrustBundle> {
  const signer = await deps.signers.signerOf(ctx, 'issuer');
  const { chains, roots } = await deps.signers.listIssuers(ctx);
  const lists: Snapshot['lists'] = [];
  for (const id of await listCardLists(ctx, mostLists)) {
    const { token } = await statusList(ctx, deps, id);
    const { lst } = readJws(token).payload['status_list'] as { lst: string };
    lists.push({ id, lst });
  }
  const snapshot: Snapshot = {
    iat: secondsOf(ctx.now),
    issuers: chains.map((chain) => chain.map(toBase64)),
    lists,
    types: (await listTypes(ctx)).map((type) => ({
      code: type.code,
      name: type.name,
      claims: claimsOf(type).map(({ path, label }) => ({
        path: pathText({ path }),
        label,
        format: formatOf(type, path),
      })),
    })),
  };
  return {
    roots: roots.map(toBase64),
    snapshot: await signer.signJwt(ctx, { typ: 'live-snapshot+jwt' }, snapshot),
  };
}

const toBase64 = (octets: Buffer): string => octets.toString('base64');
