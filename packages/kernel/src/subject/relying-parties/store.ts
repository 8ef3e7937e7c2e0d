import type { Context } from '../../platform/context/index.ts';
import { sql, type Db, type Tx } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { administeredPrefixes } from '../organisation/index.ts';
import type { RelyingParty, RelyingPartyInput } from './model.ts';

interface Row extends Omit<RelyingParty, 'name' | 'agencyName' | 'jwks'> {
  nameZh: string;
  nameEn: string;
  agencyZh: string;
  agencyEn: string;
  jwks: RelyingParty['jwks'] | null;
}

const selected = sql`select r.id, r.client_id, r.agency_id, a.slug as agency, a.name_zh as agency_zh,
  a.name_en as agency_en, r.name_zh, r.name_en, r.kind, r.auth_method, r.secret_version, r.jwks, r.redirect_uris,
  r.post_logout_redirect_uris, r.backchannel_logout_uri, r.scopes, r.subject_type, r.sector, r.par_required, r.dpop_required, r.created_at,
  r.closed_at, r.version
  from relying_party r join agency a on a.id = r.agency_id`;

function toRelyingParty({ nameZh, nameEn, agencyZh, agencyEn, jwks, ...row }: Row): RelyingParty {
  return {
    ...row,
    name: { zh: nameZh, en: nameEn },
    agencyName: { zh: agencyZh, en: agencyEn },
    ...(jwks ? { jwks } : {}),
  };
}

/** Open ones only: the provider asks on behalf of whoever knocks, so no right is asked for. */
export async function findOpenByClientId(db: Db | Tx, clientId: string): Promise<RelyingParty | undefined> {
  const { rows } =
    await sql<Row>`${selected} where r.client_id = ${clientId} and r.closed_at is null`.execute(db);
  return rows[0] && toRelyingParty(rows[0]);
}

/** Those of the agencies that the caller administers, in the order of their registration. */
export async function listAdministered(
  ctx: Context,
  limit: number,
  after: string | null,
): Promise<RelyingParty[]> {
  const { rows } = await sql<Row>`${selected} where ${isAdministered(ctx)}
    and (${after}::uuid is null or r.id > ${after}::uuid) order by r.id limit ${limit}`.execute(ctx.tx);
  return rows.map(toRelyingParty);
}

/** Waits for whoever changes the same one. */
export async function holdAdministered(ctx: Context, id: string): Promise<RelyingParty | undefined> {
  const { rows } = await sql<Row>`${selected} where ${isAdministered(ctx)} and r.id = ${id}
    for no key update of r`.execute(ctx.tx);
  return rows[0] && toRelyingParty(rows[0]);
}

function isAdministered(ctx: Context) {
  return sql`exists (select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix
    where a.division_code like prefix || '%')`;
}

function columnsOf<T extends RelyingPartyInput>({ name, jwks, ...input }: T) {
  return { ...input, nameZh: name.zh, nameEn: name.en, jwks: jwks ? JSON.stringify(jwks) : null };
}

export async function insertRelyingParty(
  ctx: Context,
  given: { id: string; clientId: string; agencyId: string; sector: string | null },
  input: RelyingPartyInput,
): Promise<void> {
  await ctx.tx
    .insertInto('relyingParty')
    .values({ ...given, ...columnsOf(input), createdAt: ctx.now })
    .execute();
}

export async function updateRelyingParty(
  ctx: Context,
  id: string,
  input: RelyingPartyInput & { sector: string | null },
): Promise<void> {
  await ctx.tx
    .updateTable('relyingParty')
    .set((eb) => ({ ...columnsOf(input), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function nextSecret(ctx: Context, id: string): Promise<number> {
  const { secretVersion } = await ctx.tx
    .updateTable('relyingParty')
    .set((eb) => ({ secretVersion: eb('secretVersion', '+', 1), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('secretVersion')
    .executeTakeFirstOrThrow();
  return secretVersion;
}

export async function closeRow(ctx: Context, id: string): Promise<void> {
  await ctx.tx.updateTable('relyingParty').set({ closedAt: ctx.now }).where('id', '=', id).execute();
}

/** What the provider keeps for a client: codes, grants, tokens. */
export async function forgetGrants(ctx: Context, clientId: string, accountId: string | null): Promise<void> {
  await sql`delete from oidc_payload where payload ->> 'clientId' = ${clientId}
    and type in ('Grant', 'AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode')
    and (${accountId}::text is null or payload ->> 'accountId' = ${accountId})`.execute(ctx.tx);
}

export interface Consent {
  relyingPartyId: string;
  name: Text;
  agencyName: Text;
  scopes: string[];
  givenAt: Date;
  usedAt: Date;
}

export async function listConsents(ctx: Context, accountId: string): Promise<Consent[]> {
  const { rows } = await sql<
    Omit<Consent, 'name' | 'agencyName'> & {
      nameZh: string;
      nameEn: string;
      agencyZh: string;
      agencyEn: string;
    }
  >`select c.relying_party_id, r.name_zh, r.name_en, a.name_zh as agency_zh, a.name_en as agency_en, c.scopes,
      c.given_at, c.used_at
    from relying_party_consent c join relying_party r on r.id = c.relying_party_id join agency a on a.id = r.agency_id
    where c.account_id = ${accountId} order by c.used_at desc limit 200`.execute(ctx.tx);
  return rows.map(({ nameZh, nameEn, agencyZh, agencyEn, ...row }) => ({
    ...row,
    name: { zh: nameZh, en: nameEn },
    agencyName: { zh: agencyZh, en: agencyEn },
  }));
}

/** Scopes that a person agreed to; none where there is no consent. */
export async function findConsent(db: Db | Tx, accountId: string, relyingPartyId: string): Promise<string[]> {
  const { rows } = await sql<{ scopes: string[] }>`select scopes from relying_party_consent
    where account_id = ${accountId} and relying_party_id = ${relyingPartyId}`.execute(db);
  return rows[0]?.scopes ?? [];
}

export async function saveConsent(
  ctx: Context,
  accountId: string,
  relyingPartyId: string,
  scopes: readonly string[],
): Promise<void> {
  const values = { scopes: [...scopes], givenAt: ctx.now, usedAt: ctx.now };
  await ctx.tx
    .insertInto('relyingPartyConsent')
    .values({ accountId, relyingPartyId, ...values })
    .onConflict((conflict) => conflict.columns(['accountId', 'relyingPartyId']).doUpdateSet(values))
    .execute();
}

export async function touchConsent(ctx: Context, accountId: string, relyingPartyId: string): Promise<void> {
  await ctx.tx
    .updateTable('relyingPartyConsent')
    .set({ usedAt: ctx.now })
    .where('accountId', '=', accountId)
    .where('relyingPartyId', '=', relyingPartyId)
    .execute();
}

/** Answers the client whose consent is gone; undefined where there was none. */
export async function deleteConsent(
  ctx: Context,
  accountId: string,
  relyingPartyId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ clientId: string }>`
    delete from relying_party_consent c using relying_party r
    where c.account_id = ${accountId} and c.relying_party_id = ${relyingPartyId} and r.id = c.relying_party_id
    returning r.client_id`.execute(ctx.tx);
  return rows[0]?.clientId;
}
