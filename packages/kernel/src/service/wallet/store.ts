import type { Context } from '../../platform/context/index.ts';
import { hold, insertRows, sql } from '../../platform/database/index.ts';
import type { SignerRole } from './signers.ts';

export interface SignerRow {
  id: string;
  keyId: string;
  der: Buffer;
  validUntil: Date;
  createdAt: Date;
}

/** The newest of a role. */
export async function findSigner(ctx: Context, role: SignerRole): Promise<SignerRow | undefined> {
  const { rows } = await sql<SignerRow>`
    select c.id, c.key_id, c.der, c.valid_until, s.created_at
    from wallet_signer s join certificate c on c.id = s.certificate_id
    where s.role = ${role} order by s.certificate_id desc limit 1`.execute(ctx.tx);
  return rows[0];
}

/** Those of a role, newest first. */
export async function listSigners(
  ctx: Context,
  role: SignerRole,
  limit: number,
): Promise<Pick<SignerRow, 'id' | 'der'>[]> {
  const { rows } = await sql<Pick<SignerRow, 'id' | 'der'>>`
    select c.id, c.der from wallet_signer s join certificate c on c.id = s.certificate_id
    where s.role = ${role} order by s.certificate_id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Servers that miss one at once make it one after the other. */
export async function holdSigners(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('wallet-signer', 0))`.execute(ctx.tx);
}

export async function insertSigner(ctx: Context, certificateId: string, role: SignerRole): Promise<void> {
  await hold(
    ctx.tx,
    insertRows('wallet_signer', [{ certificate_id: certificateId, role, created_at: ctx.now }]),
  );
}

export async function isSigner(ctx: Context, certificateId: string, role: SignerRole): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet_signer where certificate_id = ${certificateId} and role = ${role}`.execute(ctx.tx);
  return rows.length > 0;
}

export interface OfferRow {
  id: string;
  licenceId: string;
  accountId: string;
  txCodeHash: Buffer;
  failures: number;
  expiresAt: Date;
  redeemedAt: Date | null;
  tokenExpiresAt: Date | null;
  tokenKey: string | null;
  issuedAt: Date | null;
}

const offerColumns = sql`o.id, o.licence_id, o.account_id, o.tx_code_hash, o.failures, o.expires_at, o.redeemed_at,
  o.token_expires_at, o.token_key, o.issued_at`;

/** Writes an offer, and forgets those of yesterday by which nothing was issued. */
export async function insertOffer(
  ctx: Context,
  offer: {
    id: string;
    licenceId: string;
    accountId: string;
    codeHash: Buffer;
    txCodeHash: Buffer;
    expiresAt: Date;
  },
): Promise<void> {
  await sql`delete from wallet_offer where issued_at is null
    and expires_at < ${ctx.now}::timestamptz - interval '1 day'`.execute(ctx.tx);
  await sql`insert into wallet_offer (id, licence_id, account_id, code_hash, tx_code_hash, created_at, expires_at)
    values (${offer.id}, ${offer.licenceId}, ${offer.accountId}, ${offer.codeHash}, ${offer.txCodeHash}, ${ctx.now},
      ${offer.expiresAt})`.execute(ctx.tx);
}

/** Of two who come with the same code at once, the second waits here and finds it used. */
export async function holdOfferByCode(ctx: Context, codeHash: Buffer): Promise<OfferRow | undefined> {
  const { rows } = await sql<OfferRow>`
    select ${offerColumns} from wallet_offer o where o.code_hash = ${codeHash} for update`.execute(ctx.tx);
  return rows[0];
}

export async function holdOfferByToken(ctx: Context, tokenHash: Buffer): Promise<OfferRow | undefined> {
  const { rows } = await sql<OfferRow>`
    select ${offerColumns} from wallet_offer o where o.token_hash = ${tokenHash} for update`.execute(ctx.tx);
  return rows[0];
}

export async function countFailure(ctx: Context, id: string): Promise<void> {
  await sql`update wallet_offer set failures = failures + 1 where id = ${id}`.execute(ctx.tx);
}

export async function saveToken(
  ctx: Context,
  id: string,
  token: { hash: Buffer; expiresAt: Date; key: string | null },
): Promise<void> {
  await sql`update wallet_offer set redeemed_at = ${ctx.now}, token_hash = ${token.hash},
    token_expires_at = ${token.expiresAt}, token_key = ${token.key} where id = ${id}`.execute(ctx.tx);
}

export async function markIssued(ctx: Context, id: string): Promise<void> {
  await sql`update wallet_offer set issued_at = ${ctx.now} where id = ${id}`.execute(ctx.tx);
}

/** Whether it could be kept: nonces are random, and what has run out is forgotten here. */
export async function insertNonce(ctx: Context, hash: Buffer, expiresAt: Date): Promise<void> {
  await sql`delete from wallet_nonce where expires_at < ${ctx.now}`.execute(ctx.tx);
  await sql`insert into wallet_nonce (hash, expires_at) values (${hash}, ${expiresAt})`.execute(ctx.tx);
}

/** Takes a nonce away; false for one that was not given out, was used, or is too old. */
export async function takeNonce(ctx: Context, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`
    delete from wallet_nonce where hash = ${hash} and expires_at >= ${ctx.now} returning 1 as taken`.execute(
    ctx.tx,
  );
  return rows.length > 0;
}

/** Keeps how a licence stands until this transaction ends: what changes it then finds what was issued here. */
export async function holdState(ctx: Context, licenceId: string): Promise<void> {
  await sql`select 1 from licence where id = ${licenceId} for share`.execute(ctx.tx);
}

/** What is in a wallet: the copies that one offer led to. */
export interface HeldRow {
  id: string;
  licenceId: string;
  issuedAt: Date;
  expiresAt: Date;
  cutOffAt: Date | null;
  thumbprints: string[];
}

const heldColumns = sql`o.id, o.licence_id, o.issued_at,
  coalesce(o.cut_off_at, (select max(c.ended_at) from wallet_credential c where c.offer_id = o.id)) as cut_off_at,
  (select max(c.expires_at) from wallet_credential c where c.offer_id = o.id) as expires_at,
  array(select c.thumbprint from wallet_credential c where c.offer_id = o.id order by c.id) as thumbprints
  from wallet_offer o join licence l on l.id = o.licence_id`;

/** What wallets hold of licences of these holders, newest first. */
export async function listHeld(
  ctx: Context,
  holderIds: readonly string[],
  limit: number,
  before: string | null,
): Promise<HeldRow[]> {
  const { rows } = await sql<HeldRow>`select ${heldColumns}
    where o.issued_at is not null and l.holder_id = any(${[...holderIds]}::uuid[])
      and (${before}::uuid is null or o.id < ${before}::uuid)
    order by o.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Cuts off what one of these holders has in a wallet, and says so to the lists; false where there is nothing such. */
export async function cutOff(ctx: Context, id: string, holderIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    update wallet_offer o set cut_off_at = coalesce(o.cut_off_at, ${ctx.now}) from licence l
    where l.id = o.licence_id and o.id = ${id} and o.issued_at is not null
      and l.holder_id = any(${[...holderIds]}::uuid[]) returning 1 as done`.execute(ctx.tx);
  await sql`insert into wallet_status_change (list_id)
    select distinct list_id from wallet_credential where offer_id = ${id}`.execute(ctx.tx);
  return rows.length > 0;
}
