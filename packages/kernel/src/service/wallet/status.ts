import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { encodeBase64url } from '@quancheng/engines/sdjwt';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { secondsOf, type WalletDeps } from './model.ts';
import {
  findList,
  findStatus,
  forgetChanges,
  getNewestList,
  holdList,
  insertCopy,
  listMarked,
  openList,
  saveToken,
  type ListRow,
  type NewCopy,
  type Place,
} from './status-store.ts';

/** Values of two bits (Token Status List, section 7). */
export const statusNames = ['valid', 'invalid', 'suspended'] as const;
export type StatusName = (typeof statusNames)[number];

/** Draws after which a list counts as full: by then hardly a place of it is free. */
const mostDraws = 20;
/** How long verifiers should keep a list, and how long it counts when they cannot reach us. */
const ttlSeconds = 60;
const lifeSeconds = 86_400;

const compress = promisify(deflate);

/** Writes a copy at a random place, which tells nothing of when it was issued or of its neighbours. */
export async function placeCopy(ctx: Context, copy: NewCopy): Promise<Place> {
  for (let list = await getNewestList(ctx); ; list = await openList(ctx, list.id + 1)) {
    for (let draw = 0; draw < mostDraws; draw += 1) {
      const place = { listId: list.id, place: randomInt(list.size) };
      if (await insertCopy(ctx, copy, place)) return place;
    }
  }
}

export function listUriOf(origin: string, listId: number): string {
  return `${origin}/status/${listId}`;
}

/**
 * A Token Status List as a JWT: signed anew when something in it changed since, so that it follows a licence from the
 * commit of its change on. Errors: `platform.not-found`, those of the issuer's key.
 */
export async function statusList(
  ctx: Context,
  deps: WalletDeps,
  id: number,
): Promise<{ token: string; version: number }> {
  const found = await getList(ctx, id);
  if (isCurrent(ctx, found)) return found;
  await holdList(ctx, id);
  const list = await getList(ctx, id);
  if (isCurrent(ctx, list)) return list;
  await forgetChanges(ctx, id);
  const marked = await listMarked(ctx, id);
  const signer = await deps.signers.signerOf(ctx, 'issuer');
  const now = secondsOf(ctx.now);
  const token = await signer.signJwt(
    ctx,
    { typ: 'statuslist+jwt' },
    {
      sub: listUriOf(deps.origin, id),
      iat: now,
      exp: now + lifeSeconds,
      ttl: ttlSeconds,
      status_list: { bits: 2, lst: encodeBase64url(await compress(bitsOf(list.size, marked), { level: 9 })) },
    },
  );
  await saveToken(ctx, id, token);
  return { token, version: list.version + 1 };
}

async function getList(ctx: Context, id: number): Promise<ListRow> {
  const list = await findList(ctx, id);
  if (!list) throw platformErrors.notFound();
  return list;
}

function isCurrent(ctx: Context, list: ListRow): list is ListRow & { token: string } {
  if (list.token === null || list.madeAt === null || list.isStale) return false;
  return ctx.now.getTime() - list.madeAt.getTime() < (lifeSeconds / 2) * 1000;
}

/** Two bits a place, the first in the lowest. */
function bitsOf(size: number, marked: readonly { place: number; status: number }[]): Uint8Array {
  const octets = new Uint8Array(size / 4);
  for (const { place, status } of marked) {
    const index = place >> 2;
    octets[index] = (octets[index] ?? 0) | (status << ((place & 3) * 2));
  }
  return octets;
}

/** How a credential of ours stands now, by what it says of its place; undefined for a place that is not ours. */
export async function standingOf(
  ctx: Context,
  { origin }: WalletDeps,
  status: unknown,
): Promise<StatusName | undefined> {
  const { idx, uri } =
    (status as { status_list?: { idx?: unknown; uri?: unknown } } | undefined)?.status_list ?? {};
  const prefix = listUriOf(origin, 0).slice(0, -1);
  if (typeof idx !== 'number' || typeof uri !== 'string' || !uri.startsWith(prefix)) return undefined;
  const listId = Number(uri.slice(prefix.length));
  if (![idx, listId].every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31))
    return undefined;
  const value = await findStatus(ctx, { listId, place: idx });
  return value === undefined ? undefined : statusNames[value];
}
