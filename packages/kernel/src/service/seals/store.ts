import { dateOf } from '../../platform/clock/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { administeredPrefixes } from '../../subject/organisation/index.ts';
import { sealErrors } from './errors.ts';
import type { GrantRow, MatterKind, MatterRow, SealRow, SealState, UseRow } from './model.ts';

const columns = sql`s.id, s.agency_id, a.slug as agency, a.name_zh as agency_zh, a.division_code, s.number, s.name, s.kind,
  s.usage, s.spec, s.keeper_id, k.login as keeper, k.name as keeper_name, s.state, s.supersedes_id,
  (select n.id from seal n where n.supersedes_id = s.id and n.state not in ('refused', 'withdrawn')) as superseded_by_id,
  s.sm2_key_id, s.p256_key_id, s.sm2_certificate_id, s.es256_certificate_id, s.valid_from, s.valid_until, s.created_at,
  s.version
  from seal s join agency a on a.id = s.agency_id left join account k on k.id = s.keeper_id`;

/**
 * Seals of the agencies where the caller holds a post as a person; an administrator's reaches all agencies in its
 * division. The platform itself makes, shows and checks the seals of all.
 */
function isVisible(ctx: Context) {
  if (ctx.actor.kind === 'system') return sql`true`;
  const agencies = postsOf(ctx.actor)
    .filter(({ role }) => role !== 'admin' && role !== 'system')
    .map(({ agencyId }) => agencyId);
  return sql`(s.agency_id = any(${agencies}::uuid[]) or exists (
    select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix where a.division_code like prefix || '%'))`;
}

/** In the order of their asking. */
export async function listSeals(
  ctx: Context,
  { agency = null, state = null }: { agency?: string | null; state?: SealState | null },
  limit: number,
  after: string | null,
): Promise<SealRow[]> {
  const { rows } = await sql<SealRow>`select ${columns}
    where ${isVisible(ctx)} and (${after}::uuid is null or s.id > ${after}::uuid)
      and (${agency}::text is null or a.slug = ${agency}) and (${state}::text is null or s.state = ${state})
    order by s.id limit ${limit}`.execute(ctx.tx);
  return rows;
}

/**
 * A seal that the caller may see. `hold`: whoever changes the same seal waits, but signatures under way, whose rows
 * point to it, do not.
 */
export async function findSeal(
  ctx: Context,
  id: string,
  lock: 'read' | 'hold' = 'read',
): Promise<SealRow | undefined> {
  const { rows } = await sql<SealRow>`select ${columns} where s.id = ${id} and ${isVisible(ctx)}
    ${lock === 'hold' ? sql`for no key update of s` : sql``}`.execute(ctx.tx);
  return rows[0];
}

/** Errors: `seal.not-found`. */
export async function getSeal(ctx: Context, id: string, lock: 'read' | 'hold' = 'read'): Promise<SealRow> {
  const seal = await findSeal(ctx, id, lock);
  if (!seal) throw sealErrors.notFound();
  return seal;
}

export async function insertSeal(
  ctx: Context,
  seal: Pick<SealRow, 'id' | 'agencyId' | 'name' | 'kind' | 'usage' | 'spec' | 'keeperId' | 'supersedesId'>,
): Promise<void> {
  await sql`insert into seal (id, agency_id, name, kind, usage, spec, keeper_id, state, supersedes_id, created_at)
    values (${seal.id}, ${seal.agencyId}, ${seal.name}, ${seal.kind}, ${seal.usage}, ${JSON.stringify(seal.spec)}::jsonb,
      ${seal.keeperId}, 'asked', ${seal.supersedesId}, ${ctx.now})`.execute(ctx.tx);
}

export async function saveState(ctx: Context, id: string, state: SealState): Promise<void> {
  await sql`update seal set state = ${state}, version = version + 1 where id = ${id}`.execute(ctx.tx);
}

/** Something else about it changed, such as its grants. */
export async function touchSeal(ctx: Context, id: string): Promise<void> {
  await sql`update seal set version = version + 1 where id = ${id}`.execute(ctx.tx);
}

/** Whether an agency has a seal for this use already, `except` the one that it replaces. */
export async function hasOfficial(ctx: Context, agencyId: string, except: string | null): Promise<boolean> {
  const { rows } = await sql`select 1 from seal where agency_id = ${agencyId} and usage = 'official'
    and state in ('active', 'frozen') and id is distinct from ${except}::uuid limit 1`.execute(ctx.tx);
  return rows.length > 0;
}

export interface MadeSeal {
  number: string;
  sm2KeyId: string;
  p256KeyId: string;
  sm2CertificateId: string;
  es256CertificateId: string;
  eseal: Uint8Array;
  path: string;
  width: number;
  height: number;
  validFrom: Date;
  validUntil: Date;
}

export async function saveMade(ctx: Context, id: string, made: MadeSeal): Promise<void> {
  await sql`update seal set state = 'active', version = version + 1, number = ${made.number},
    sm2_key_id = ${made.sm2KeyId}, p256_key_id = ${made.p256KeyId}, sm2_certificate_id = ${made.sm2CertificateId},
    es256_certificate_id = ${made.es256CertificateId}, eseal = ${Buffer.from(made.eseal)}, path = ${made.path},
    width_mm = ${made.width}, height_mm = ${made.height}, valid_from = ${made.validFrom},
    valid_until = ${made.validUntil} where id = ${id}`.execute(ctx.tx);
}

/** The next of a row of numbers without gaps; whoever takes one of the same row waits until this one is kept. */
export async function nextOf(ctx: Context, row: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`insert into counter (key, value) values (${row}, 1)
    on conflict (key) do update set value = counter.value + 1 returning value`.execute(ctx.tx);
  return rows[0]?.value ?? 1;
}

const matterColumns = sql`m.id, m.number, m.seal_id, m.kind, m.state, m.asked_at, m.asked_by,
  coalesce(u.name, m.asked_system) as asker, m.asked_system, m.reason, m.decided_at,
  coalesce(d.name, m.decided_system) as decider, m.decision_reason
  from seal_matter m left join account u on u.id = m.asked_by left join account d on d.id = m.decided_by`;

/** The newest hundred of a seal. */
export async function listMatters(ctx: Context, sealId: string): Promise<MatterRow[]> {
  const { rows } = await sql<MatterRow>`select ${matterColumns} where m.seal_id = ${sealId}
    order by m.id desc limit 100`.execute(ctx.tx);
  return rows;
}

/** Matters that wait for a decision on seals that the caller may see, oldest first. */
export async function listOpenMatters(
  ctx: Context,
  limit: number,
  after: string | null,
): Promise<(MatterRow & { sealName: string; agency: string })[]> {
  const { rows } = await sql<MatterRow & { sealName: string; agency: string }>`
    select m.*, s.name as seal_name, a.slug as agency
    from (select ${matterColumns} where m.state = 'asked') m
      join seal s on s.id = m.seal_id join agency a on a.id = s.agency_id
    where ${isVisible(ctx)} and (${after}::uuid is null or m.id > ${after}::uuid)
    order by m.id limit ${limit}`.execute(ctx.tx);
  return rows;
}

export async function findMatter(ctx: Context, id: string): Promise<MatterRow | undefined> {
  const { rows } = await sql<MatterRow>`select ${matterColumns} where m.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

export async function findOpenMatter(ctx: Context, sealId: string): Promise<MatterRow | undefined> {
  const { rows } = await sql<MatterRow>`select ${matterColumns}
    where m.seal_id = ${sealId} and m.state = 'asked'`.execute(ctx.tx);
  return rows[0];
}

/** Who does something: an account from a post, or the platform for a reason. */
export interface Doer {
  accountId: string | null;
  postId: string | null;
  system: string | null;
}

export async function insertMatter(
  ctx: Context,
  matter: { id: string; sealId: string; kind: MatterKind; state: 'asked' | 'done'; reason: string },
  { accountId, postId, system }: Doer,
): Promise<void> {
  const year = dateOf(ctx.now).slice(0, 4);
  const serial = String(await nextOf(ctx, `seal-matter/${year}`)).padStart(6, '0');
  await sql`insert into seal_matter
    (id, number, seal_id, kind, state, asked_at, asked_by, asked_post_id, asked_system, reason)
    values (${matter.id}, ${`印字〔${year}〕第 ${serial} 号`}, ${matter.sealId}, ${matter.kind}, ${matter.state},
      ${ctx.now}, ${accountId}, ${postId}, ${system}, ${matter.reason})`.execute(ctx.tx);
}

export async function saveDecision(
  ctx: Context,
  id: string,
  state: 'approved' | 'refused' | 'withdrawn',
  reason: string,
  { accountId, postId, system }: Doer,
): Promise<void> {
  await sql`update seal_matter set state = ${state}, decided_at = ${ctx.now}, decided_by = ${accountId},
    decided_post_id = ${postId}, decided_system = ${system}, decision_reason = ${reason} where id = ${id}`.execute(
    ctx.tx,
  );
}

const grantColumns = sql`g.id, g.seal_id, g.account_id, u.login as account, u.name as account_name, g.for_type, g.most,
  g.used, g.valid_from, g.valid_until, g.ended_at from seal_grant g left join account u on u.id = g.account_id`;

/** The newest two hundred of a seal, those that have ended too. */
export async function listGrants(ctx: Context, sealId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`select ${grantColumns} where g.seal_id = ${sealId}
    order by g.id desc limit 200`.execute(ctx.tx);
  return rows;
}

export async function holdGrant(ctx: Context, sealId: string, id: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${grantColumns} where g.id = ${id} and g.seal_id = ${sealId}
    for no key update of g`.execute(ctx.tx);
  return rows[0];
}

/** Those of a seal that have not ended. */
export async function holdOpenGrants(ctx: Context, sealId: string): Promise<GrantRow[]> {
  const { rows } =
    await sql<GrantRow>`select ${grantColumns} where g.seal_id = ${sealId} and g.ended_at is null
    order by g.id for no key update of g`.execute(ctx.tx);
  return rows;
}

export async function insertGrant(
  ctx: Context,
  grant: Pick<GrantRow, 'id' | 'sealId' | 'accountId' | 'forType' | 'most' | 'validFrom' | 'validUntil'>,
  matterId: string,
): Promise<void> {
  await sql`insert into seal_grant (id, seal_id, account_id, for_type, most, valid_from, valid_until, matter_id)
    values (${grant.id}, ${grant.sealId}, ${grant.accountId}, ${grant.forType}, ${grant.most}, ${grant.validFrom},
      ${grant.validUntil}, ${matterId})`.execute(ctx.tx);
}

export async function saveGrantsEnd(ctx: Context, ids: readonly string[], matterId: string): Promise<void> {
  await sql`update seal_grant set ended_at = ${ctx.now}, end_matter_id = ${matterId}
    where id = any(${[...ids]}::uuid[])`.execute(ctx.tx);
}

/** Newest first. */
export async function listUses(
  ctx: Context,
  sealId: string,
  limit: number,
  before: string | null,
): Promise<UseRow[]> {
  const { rows } =
    await sql<UseRow>`select e.id, e.at, e.grant_id, u.name as who, e.purpose, e.form, e.digest,
      e.entity_kind, e.entity_id
    from seal_use e left join account u on u.id = e.account_id
    where e.seal_id = ${sealId} and (${before}::uuid is null or e.id < ${before}::uuid)
    order by e.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** The account of someone who holds a post at an agency today, by login. */
export async function findStaff(
  ctx: Context,
  agencyId: string,
  login: string,
): Promise<{ id: string; name: string } | undefined> {
  const today = dateOf(ctx.now);
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from account u where u.login = ${login} and u.disabled_at is null and exists (
      select 1 from account_post h join post p on p.id = h.post_id
      where h.account_id = u.id and p.agency_id = ${agencyId} and p.role <> 'system' and h.valid_from <= ${today}
        and (h.valid_until is null or h.valid_until >= ${today}))`.execute(ctx.tx);
  return rows[0];
}

export interface SealAgency {
  id: string;
  nameZh: string;
  divisionCode: string;
}

/** Whoever makes a seal for the same agency waits. */
export async function holdAgency(ctx: Context, id: string): Promise<SealAgency | undefined> {
  const { rows } = await sql<SealAgency>`select id, name_zh, division_code from agency where id = ${id}
    for no key update`.execute(ctx.tx);
  return rows[0];
}
