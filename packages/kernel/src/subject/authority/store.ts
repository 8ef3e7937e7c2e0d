import type { Profile, RevocationReason, Scheme } from '@quancheng/engines/pki';
import { postsOf, type Context } from '../../platform/context/index.ts';
import type { Algorithm, KeyUse } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { isCityWide } from '../../platform/http/index.ts';
import { administeredPrefixes } from '../organisation/index.ts';
import type { AuthorityProfile, CertificateRow, CustodyRow, ServiceProfile } from './model.ts';

const columns = sql`c.id, c.profile, c.scheme, c.generation, c.serial, c.subject, c.key_id, c.key_version, c.account_id, c.issuer_id,
  c.agency_id, c.der, c.valid_from, c.valid_until, c.revoked_at, c.revoke_reason`;

type Rest = ReturnType<typeof sql>;

async function select<T extends CertificateRow = CertificateRow>(ctx: Context, rest: Rest): Promise<T[]> {
  const { rows } = await sql<T>`select ${columns} from certificate c ${rest}`.execute(ctx.tx);
  return rows;
}

/** Whoever changes the same certificate waits here. */
export async function holdCertificate(ctx: Context, id: string): Promise<CertificateRow | undefined> {
  const [found] = await select(ctx, sql`where c.id = ${id} for update`);
  return found;
}

export async function findBySerial(ctx: Context, serial: Uint8Array): Promise<CertificateRow | undefined> {
  const [found] = await select(ctx, sql`where c.serial = ${Buffer.from(serial)}`);
  return found;
}

/** Those of an issuer among some serial numbers. */
export function findIssued(
  ctx: Context,
  issuerId: string,
  serials: readonly Uint8Array[],
): Promise<CertificateRow[]> {
  const wanted = serials.map((serial) => Buffer.from(serial));
  return select(ctx, sql`where c.issuer_id = ${issuerId} and c.serial = any(${wanted}::bytea[])`);
}

/** A certificate and those above it, from itself up to the root; none for an unknown one. */
export async function findChain(ctx: Context, id: string): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`
    with recursive chain as (
      select c.*, 0 as depth from certificate c where c.id = ${id}
      union all
      select c.*, below.depth + 1 from certificate c join chain below on c.id = below.issuer_id
    )
    select ${columns} from chain c order by c.depth`.execute(ctx.tx);
  return rows;
}

/** The newest of one of the platform's own, of whichever issuer unless said. */
export async function findNewest(
  ctx: Context,
  profile: AuthorityProfile | ServiceProfile,
  scheme: Scheme,
  issuerId: string | null = null,
): Promise<CustodyRow | undefined> {
  const [found] = await select<CustodyRow>(
    ctx,
    sql`where c.profile = ${profile} and c.scheme = ${scheme} and c.generation is not null
      and (${issuerId}::uuid is null or c.issuer_id = ${issuerId}::uuid)
      order by c.generation desc, c.valid_from desc, c.id desc limit 1`,
  );
  return found;
}

export async function findAuthority(
  ctx: Context,
  { profile, scheme, generation }: { profile: AuthorityProfile; scheme: Scheme; generation: number },
): Promise<CustodyRow | undefined> {
  const [found] = await select<CustodyRow>(
    ctx,
    sql`where c.profile = ${profile} and c.scheme = ${scheme} and c.generation = ${generation}`,
  );
  return found;
}

/** Roots and intermediates: a handful, also after decades. */
export function listAuthorities(ctx: Context): Promise<CustodyRow[]> {
  return select<CustodyRow>(
    ctx,
    sql`where c.profile in ('root', 'intermediate') order by c.profile desc, c.scheme, c.generation limit 100`,
  );
}

/** Whether a certificate in force, or one on hold, names the current version of a key. */
export async function isCertified(ctx: Context, keyId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from certificate c join crypto_key k on k.id = c.key_id and k.version = c.key_version
    where c.key_id = ${keyId} and c.valid_until > ${ctx.now}
      and (c.revoked_at is null or c.revoke_reason = 'certificateHold') limit 1`.execute(ctx.tx);
  return rows.length > 0;
}

export function listRevoked(ctx: Context, issuerId: string): Promise<CertificateRow[]> {
  return select(
    ctx,
    sql`where c.issuer_id = ${issuerId} and c.revoked_at is not null order by c.revoked_at, c.id`,
  );
}

export async function insertCertificate(ctx: Context, row: CertificateRow): Promise<void> {
  await sql`
    insert into certificate (id, profile, scheme, generation, serial, subject, key_id, key_version, account_id, issuer_id,
      agency_id, der, valid_from, valid_until, created_at)
    values (${row.id}, ${row.profile}, ${row.scheme}, ${row.generation}, ${row.serial},
      ${JSON.stringify(row.subject)}::jsonb, ${row.keyId}, ${row.keyVersion}, ${row.accountId}, ${row.issuerId}, ${row.agencyId},
      ${row.der}, ${row.validFrom}, ${row.validUntil}, ${ctx.now})`.execute(ctx.tx);
}

/** Nulls where it counts again. */
export async function saveRevocation(
  ctx: Context,
  id: string,
  revocation: { at: Date; reason: RevocationReason; ground: string | null } | null,
): Promise<void> {
  await sql`update certificate set revoked_at = ${revocation?.at ?? null},
    revoke_reason = ${revocation?.reason ?? null}, revoke_ground = ${revocation?.ground ?? null}
    where id = ${id}`.execute(ctx.tx);
}

/** Until the end of the transaction nobody else prepares. */
export async function takeTurn(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('certificates of the authority', 0))`.execute(
    ctx.tx,
  );
}

export interface HeldList {
  number: string;
  der: Buffer | null;
  madeAt: Date;
}

export async function findList(ctx: Context, issuerId: string): Promise<HeldList | undefined> {
  const { rows } = await sql<HeldList>`
    select number, der, made_at from revocation_list where issuer_id = ${issuerId}`.execute(ctx.tx);
  return rows[0];
}

/** Before an issuer issues anything: whoever revokes then finds the list that it must spoil. */
export async function insertList(ctx: Context, issuerId: string): Promise<void> {
  await sql`insert into revocation_list (issuer_id, number, made_at) values (${issuerId}, 0, ${ctx.now})`.execute(
    ctx.tx,
  );
}

/** Whoever makes or spoils the same list waits here. */
export async function holdList(ctx: Context, issuerId: string): Promise<HeldList | undefined> {
  const { rows } = await sql<HeldList>`
    select number, der, made_at from revocation_list where issuer_id = ${issuerId} for update`.execute(
    ctx.tx,
  );
  return rows[0];
}

export async function saveList(
  ctx: Context,
  issuerId: string,
  list: { number: bigint; der: Buffer },
): Promise<void> {
  await sql`update revocation_list set number = ${String(list.number)}::bigint, der = ${list.der},
    made_at = ${ctx.now} where issuer_id = ${issuerId}`.execute(ctx.tx);
}

/** The list of an issuer says no longer what is so. */
export async function spoilList(ctx: Context, issuerId: string): Promise<void> {
  await sql`update revocation_list set der = null where issuer_id = ${issuerId}`.execute(ctx.tx);
}

/** Of a key what custody does not tell by its public part. */
export async function findKeyFacts(
  ctx: Context,
  id: string,
): Promise<{ use: KeyUse; algorithm: Algorithm; state: string; agencyId: string | null } | undefined> {
  const { rows } = await sql<{ use: KeyUse; algorithm: Algorithm; state: string; agencyId: string | null }>`
    select use, algorithm, state, agency_id from crypto_key where id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** `ended`: its period is over, and it was not revoked. */
export type CertificateState = 'valid' | 'held' | 'revoked' | 'ended';

/** A certificate as those see it who govern it. */
export interface CertificateLine extends CertificateRow {
  /** Slug. */
  agency: string | null;
  state: CertificateState;
  revokeGround: string | null;
}

/**
 * Certificates of the agencies in the division of an administrator; who administers the whole city governs the
 * platform's own as well.
 */
function isOwn(ctx: Context) {
  if (ctx.actor.kind === 'system') return sql`true`;
  const runsPlatform = postsOf(ctx.actor).some((post) => post.role === 'admin' && isCityWide(post));
  return sql`((c.agency_id is null and ${runsPlatform}::boolean) or exists (
    select 1 from agency a, unnest(${administeredPrefixes(ctx)}::text[]) prefix
    where a.id = c.agency_id and a.division_code like prefix || '%'))`;
}

async function selectLines(ctx: Context, where: Rest, rest: Rest): Promise<CertificateLine[]> {
  const { rows } = await sql<CertificateLine>`
    select * from (
      select ${columns}, c.revoke_ground, (select a.slug from agency a where a.id = c.agency_id) as agency,
        case when c.revoke_reason = 'certificateHold' then 'held' when c.revoked_at is not null then 'revoked'
          when c.valid_until < ${ctx.now} then 'ended' else 'valid' end as state
      from certificate c where ${isOwn(ctx)} and ${where}
    ) line ${rest}`.execute(ctx.tx);
  return rows;
}

/** Certificates that the caller governs, the newest first. */
export function listLines(
  ctx: Context,
  wanted: { state: CertificateState | null; profile: Profile | null; after: string | null; limit: number },
): Promise<CertificateLine[]> {
  const { state, profile, after, limit } = wanted;
  return selectLines(
    ctx,
    sql`(${profile}::text is null or c.profile = ${profile}) and (${after}::uuid is null or c.id < ${after}::uuid)`,
    sql`where ${state}::text is null or state = ${state} order by id desc limit ${limit}`,
  );
}

export async function findLine(ctx: Context, id: string): Promise<CertificateLine | undefined> {
  const [found] = await selectLines(ctx, sql`c.id = ${id}`, sql``);
  return found;
}
