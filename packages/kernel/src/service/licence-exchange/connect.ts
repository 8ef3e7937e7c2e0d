import type { Context } from '../../platform/context/index.ts';
import type { SignAlgorithm } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { pemOf, type Keys } from '../../subject/keys/index.ts';
import { registerSystem } from '../../subject/systems/index.ts';
import { exchangeErrors } from './errors.ts';
import { readPublicKey } from './signature.ts';
import { findUpper } from './upper-store.ts';

const keySpec = { use: 'sign', algorithm: 'SM2' } as const;
const keyName = 'licence-exchange';

/** The public key by which the upper level knows requests from here, made on first use. */
export async function ownKey(ctx: Context, keys: Keys): Promise<{ algorithm: string; publicKey: string }> {
  const { id } = await keys.findPlatformKey(ctx, keyName, keySpec);
  const { algorithm, publicKey } = await keys.publicKeyOf(ctx, id);
  return { algorithm, publicKey: pemOf(publicKey) };
}

export interface NewUpper {
  name: Text;
  origin: string;
  clientId: string;
}

/** From now on every change of a licence is sent there. Errors: `exchange.has-upper`, `exchange.bad-origin`. */
export async function connectUpper(
  ctx: Context,
  keys: Keys,
  { name, origin, clientId }: NewUpper,
): Promise<void> {
  if (!isOrigin(origin)) throw exchangeErrors.badOrigin({ origin });
  const { id: keyId } = await keys.findPlatformKey(ctx, keyName, keySpec);
  const id = newId();
  const { numAffectedRows } = await sql`
    insert into exchange_upper (id, name_zh, name_en, origin, client_id, key_id, state, created_at)
    values (${id}, ${name.zh}, ${name.en}, ${new URL(origin).origin}, ${clientId}, ${keyId}, 'active', ${ctx.now})
    on conflict ((true)) where state <> 'closed' do nothing`.execute(ctx.tx);
  if (numAffectedRows === 0n) throw exchangeErrors.hasUpper();
  ctx.record({ action: 'exchange.connect', entity: 'exchangeUpper', entityId: id });
}

/** Only a machine itself is spoken to without TLS. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username } = new URL(text);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (
    (protocol === 'https:' || (protocol === 'http:' && here)) &&
    pathname === '/' &&
    `${search}${hash}${username}` === ''
  );
}

export const upperMoves = { pause: 'paused', resume: 'active', close: 'closed' } as const;
export type UpperMove = keyof typeof upperMoves;

/**
 * Paused, changes go on waiting; closed, they are not noted any more, and what waited is dropped: a new connection begins
 * with a full sending. Errors: `exchange.no-upper`.
 */
export async function moveUpper(ctx: Context, move: UpperMove): Promise<void> {
  const upper = await findUpper(ctx);
  if (!upper) throw exchangeErrors.noUpper();
  await sql`update exchange_upper set state = ${upperMoves[move]}, retry_at = null where id = ${upper.id}`.execute(
    ctx.tx,
  );
  if (move === 'close') {
    await sql`delete from exchange_message where status <> 'sent'`.execute(ctx.tx);
    await sql`delete from exchange_standing`.execute(ctx.tx);
    await sql`delete from exchange_difference`.execute(ctx.tx);
    await sql`update exchange_run set state = 'done', ended_at = ${ctx.now} where state <> 'done'`.execute(
      ctx.tx,
    );
  }
  ctx.record({ action: `exchange.${move}`, entity: 'exchangeUpper', entityId: upper.id });
}

export interface NewLower {
  /** Slug of the agency here that answers for it. */
  agency: string;
  name: Text;
  /** Calls a day. */
  quota: number;
  algorithm: SignAlgorithm;
  /** SubjectPublicKeyInfo (RFC 7468). */
  publicKey: string;
}

/** Registers a system of a lower level. Errors: `exchange.bad-key`, those of `registerSystem`. */
export async function registerLower(
  ctx: Context,
  given: NewLower,
): Promise<{ id: string; clientId: string }> {
  const publicKey = keyOf(given);
  // Its token is told to nobody: it proves itself by its key.
  const { id: systemId, login } = await registerSystem(ctx, {
    agency: given.agency,
    name: given.name,
    cryptoQuota: given.quota,
  });
  const id = newId();
  await sql`
    insert into exchange_lower (id, system_id, account_id, client_id, algorithm, public_key, created_at)
    select ${id}, s.id, s.account_id, ${login}, ${given.algorithm}, ${publicKey}, ${ctx.now}
    from agency_system s where s.id = ${systemId}`.execute(ctx.tx);
  ctx.record({ action: 'exchange.register-lower', entity: 'exchangeLower', entityId: id });
  return { id, clientId: login };
}

/** Another key; the one before signs nothing any more. Errors: `exchange.bad-key`, `platform.not-found`. */
export async function replaceLowerKey(
  ctx: Context,
  id: string,
  given: Pick<NewLower, 'algorithm' | 'publicKey'>,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update exchange_lower set algorithm = ${given.algorithm}, public_key = ${keyOf(given)} where id = ${id}`.execute(
    ctx.tx,
  );
  if (numAffectedRows === 0n) throw platformErrors.notFound();
  ctx.record({ action: 'exchange.replace-key', entity: 'exchangeLower', entityId: id });
}

function keyOf({ algorithm, publicKey }: Pick<NewLower, 'algorithm' | 'publicKey'>): Buffer {
  const key = readPublicKey(algorithm, publicKey);
  if (!key) throw exchangeErrors.badKey({ algorithm });
  return key;
}
