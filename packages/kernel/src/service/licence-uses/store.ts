import type { Context } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { Ground, Law } from './model.ts';

export interface GrantRow {
  id: string;
  number: string;
  typeCode: string;
  holderId: string;
  agencyId: string | null;
  agencyZh: string | null;
  agencyEn: string | null;
  companyId: string | null;
  companyName: string | null;
  fields: string[];
  most: number;
  used: number;
  validUntil: string;
  purpose: string;
  createdAt: Date;
  revokedAt: Date | null;
  /** Whether its code is for the sealed files themselves. */
  paper: boolean;
  /** When it was used last. */
  usedAt: Date | null;
}

const grantColumns = sql`g.id, g.number, g.type_code, g.holder_id, g.agency_id, a.name_zh as agency_zh, a.name_en as agency_en,
  g.company_id, g.company_name, g.fields, g.most, g.used, g.valid_until, g.purpose, g.created_at, g.revoked_at,
  g.paper, g.used_at
  from licence_grant g left join agency a on a.id = g.agency_id`;

export interface GrantValues extends Pick<
  GrantRow,
  | 'number'
  | 'typeCode'
  | 'holderId'
  | 'agencyId'
  | 'companyId'
  | 'companyName'
  | 'fields'
  | 'most'
  | 'purpose'
  | 'paper'
> {
  codeHash: string | null;
  validUntil: string;
  grantedBy: string;
}

export async function insertGrant(ctx: Context, values: GrantValues): Promise<string> {
  const id = newId();
  await ctx.tx
    .insertInto('licenceGrant')
    .values({ ...values, id, createdAt: ctx.now })
    .execute();
  return id;
}

/** Grants that a number has, newest first; a bound keeps those that stand few, and 200 bounds the ended ones. */
export async function listGrants(ctx: Context, number: string, holderId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`select ${grantColumns}
    where g.number = ${number} and g.holder_id = ${holderId} order by g.id desc limit 200`.execute(ctx.tx);
  return rows;
}

/** How many grants of a number stand; others who grant it wait until the transaction ends. */
export async function countOpenGrants(ctx: Context, number: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`licence grants ${number}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from licence_grant g
    where g.number = ${number} and ${holdsOn(dateOf(ctx.now))}`.execute(ctx.tx);
  return rows[0]?.n ?? 0;
}

const holdsOn = (today: string) =>
  sql`(g.revoked_at is null and g.valid_until >= ${today} and g.used < g.most)`;

/** A grant that stands, kept for change. */
export async function lockGrant(ctx: Context, id: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${grantColumns}
    where g.id = ${id} and g.revoked_at is null for update of g`.execute(ctx.tx);
  return rows[0];
}

export async function saveRevoked(ctx: Context, id: string): Promise<void> {
  await ctx.tx.updateTable('licenceGrant').set({ revokedAt: ctx.now }).where('id', '=', id).execute();
}

/**
 * The grant by which one of these agencies, or a company, may use a number: of several, one that still holds and
 * covers what is asked.
 */
export async function findGrantFor(
  ctx: Context,
  number: string,
  party: { agencyIds: readonly string[] } | { companyId: string },
  fields: readonly string[],
): Promise<GrantRow | undefined> {
  const whose =
    'companyId' in party
      ? sql`g.company_id = ${party.companyId}`
      : sql`g.agency_id = any(${[...party.agencyIds]}::uuid[])`;
  const { rows } = await sql<GrantRow>`select ${grantColumns}
    where g.number = ${number} and g.revoked_at is null and ${whose}
    order by ${holdsOn(dateOf(ctx.now))} desc, g.fields @> ${[...fields]}::text[] desc, g.valid_until, g.id
    limit 1`.execute(ctx.tx);
  return rows[0];
}

export async function findGrantByCode(ctx: Context, codeHash: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${grantColumns}
    where g.code_hash = ${codeHash} and g.revoked_at is null`.execute(ctx.tx);
  return rows[0];
}

/** Counts one use in a statement that looks again whether the grant holds; answers how often it was used, or nothing. */
export async function countGrantUse(ctx: Context, id: string): Promise<number | undefined> {
  const { rows } = await sql<{
    used: number;
  }>`update licence_grant g set used = g.used + 1, used_at = ${ctx.now}
    where g.id = ${id} and ${holdsOn(dateOf(ctx.now))} returning g.used`.execute(ctx.tx);
  return rows[0]?.used;
}

export async function findGrant(ctx: Context, id: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${grantColumns}
    where g.id = ${id} and g.revoked_at is null`.execute(ctx.tx);
  return rows[0];
}

/** The newest edition of a number. */
export async function findNewestId(ctx: Context, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from licence where number = ${number} order by edition desc limit 1`.execute(ctx.tx);
  return rows[0]?.id;
}

/** Whoever changes how the licence stands waits until the transaction ends. */
export async function keepLicence(ctx: Context, id: string): Promise<void> {
  await sql`select 1 from licence where id = ${id} for share`.execute(ctx.tx);
}

/** The licences of a type that someone holds and that count today, newest first; 50 at most. */
export async function listAnswering(
  ctx: Context,
  holderId: string,
  type: string,
): Promise<{ id: string; number: string; fields: Record<string, unknown> }[]> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<{ id: string; number: string; fields: Record<string, unknown> }>`
    select id, number, fields from licence
    where holder_id = ${holderId} and type_code = ${type} and state = 'valid' and valid_from <= ${today}
      and (valid_until is null or valid_until >= ${today})
    order by id desc limit 50`.execute(ctx.tx);
  return rows;
}

export interface UseValues {
  licenceId: string;
  licenceNumber: string;
  holderId: string;
  agencyId: string | null;
  postId: string | null;
  companyId: string | null;
  partyName: string | null;
  accountId: string | null;
  ground: Ground;
  grantId: string | null;
  law: Law | null;
  fields: readonly string[];
  matter: string;
  caseId: string | null;
  caseNumber: string | null;
  materialId: string | null;
}

/** Writes the record of one use; a case that takes the same licence for the same material again has it already. */
export async function insertUse(ctx: Context, use: UseValues): Promise<{ id: string; number: string }> {
  const id = newId();
  const prefix = `YZ${dateOf(ctx.now).replaceAll('-', '')}`;
  const { rows } = await sql<{ number: string }>`insert into licence_use
    (id, number, at, licence_id, licence_number, holder_id, agency_id, post_id, company_id, party_name, account_id, ground,
      grant_id, law, fields, matter, case_id, case_number, material_id, request_id)
    values (${id}, ${prefix} || lpad(nextval('licence_use_seq')::text, 8, '0'), ${ctx.now}, ${use.licenceId},
      ${use.licenceNumber}, ${use.holderId}, ${use.agencyId}, ${use.postId}, ${use.companyId}, ${use.partyName},
      ${use.accountId}, ${use.ground}, ${use.grantId}, ${use.law === null ? null : JSON.stringify(use.law)}::jsonb,
      ${[...use.fields]}::text[], ${use.matter}, ${use.caseId}, ${use.caseNumber}, ${use.materialId}, ${ctx.requestId})
    on conflict (case_id, material_id, licence_id) where ground = 'case' do nothing
    returning number`.execute(ctx.tx);
  return { id, number: rows[0]?.number ?? '' };
}

export interface UseRow extends Omit<UseValues, 'fields'> {
  id: string;
  number: string;
  at: Date;
  fields: string[];
  typeId: string;
  issuerId: string;
  agencyZh: string | null;
  agencyEn: string | null;
  postZh: string | null;
  postEn: string | null;
  /** Whether it took the sealed files themselves. */
  paper: boolean;
  disputeReason: string | null;
  disputeAnswer: string | null;
}

const useColumns = sql`u.id, u.number, u.at, u.licence_id, u.licence_number, u.holder_id, u.agency_id, u.post_id, u.company_id,
  u.party_name, u.account_id, u.ground, u.grant_id, u.law, u.fields, u.matter, u.case_id, u.case_number, u.material_id,
  l.type_id, l.issuer_id, a.name_zh as agency_zh, a.name_en as agency_en, p.name_zh as post_zh, p.name_en as post_en,
  coalesce(g.paper, false) as paper, d.reason as dispute_reason, d.answer as dispute_answer
  from licence_use u join licence l on l.id = u.licence_id left join agency a on a.id = u.agency_id
    left join post p on p.id = u.post_id left join licence_grant g on g.id = u.grant_id left join licence_use_dispute d on d.use_id = u.id`;

/** Uses of all editions of a number, newest first. */
export async function listUses(
  ctx: Context,
  number: string,
  holderId: string,
  limit: number,
  before: string | null,
): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`select ${useColumns}
    where u.licence_number = ${number} and u.holder_id = ${holderId} and (${before}::uuid is null or u.id < ${before}::uuid)
    order by u.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** What someone used, newest first. */
export async function listUsesBy(
  ctx: Context,
  accountId: string,
  limit: number,
  before: string | null,
): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`select ${useColumns}
    where u.account_id = ${accountId} and (${before}::uuid is null or u.id < ${before}::uuid)
    order by u.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export async function findUse(ctx: Context, id: string): Promise<UseRow | undefined> {
  const { rows } = await sql<UseRow>`select ${useColumns} where u.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** The licences that a case took as materials. */
export async function listCaseTakes(
  ctx: Context,
  caseId: string,
): Promise<{ id: string; materialId: string; licenceId: string; licenceNumber: string }[]> {
  const { rows } = await sql<{ id: string; materialId: string; licenceId: string; licenceNumber: string }>`
    select id, material_id, licence_id, licence_number from licence_use
    where case_id = ${caseId} and ground = 'case' order by id limit 100`.execute(ctx.tx);
  return rows;
}
