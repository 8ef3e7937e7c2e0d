import { postsOf, type Context, type PostRole } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { administeredPrefixes } from '../organisation/index.ts';
import type { CryptoKey, KeyState, KeyVersion, NewKeySpec, UsableKey } from './model.ts';

const columns = sql`k.id, k.agency_id, (select a.slug from agency a where a.id = k.agency_id) as agency, k.name, k.use,
  k.algorithm, k.state, k.version, k.created_at, k.changed_at`;

/**
 * Keys of the agencies where the caller holds one of these posts; an administrator's reaches all agencies in its
 * division. The platform's own are for its own code alone, which acts as the system.
 */
function isOwn(ctx: Context, roles: readonly PostRole[]) {
  if (ctx.actor.kind === 'system') return sql`true`;
  const agencies = postsOf(ctx.actor)
    .filter(({ role }) => role !== 'admin' && roles.includes(role))
    .map(({ agencyId }) => agencyId);
  const prefixes = roles.includes('admin') ? administeredPrefixes(ctx) : [];
  return sql`(k.agency_id = any(${agencies}::uuid[]) or exists (
    select 1 from agency a, unnest(${prefixes}::text[]) prefix
    where a.id = k.agency_id and a.division_code like prefix || '%'))`;
}

/** Keys that the caller may see, in the order of their making. */
export async function listKeys(
  ctx: Context,
  roles: readonly PostRole[],
  limit: number,
  after: string | null,
): Promise<CryptoKey[]> {
  const { rows } = await sql<CryptoKey>`
    select ${columns} from crypto_key k
    where ${isOwn(ctx, roles)} and (${after}::uuid is null or k.id > ${after}::uuid)
    order by k.id limit ${limit}`.execute(ctx.tx);
  return rows;
}

export async function findOwnKey(
  ctx: Context,
  roles: readonly PostRole[],
  id: string,
): Promise<CryptoKey | undefined> {
  const { rows } = await sql<CryptoKey>`
    select ${columns} from crypto_key k where k.id = ${id} and ${isOwn(ctx, roles)}`.execute(ctx.tx);
  return rows[0];
}

/** A key of the platform itself that is not destroyed. */
export async function findNamedKey(ctx: Context, name: string): Promise<CryptoKey | undefined> {
  const { rows } = await sql<CryptoKey>`
    select ${columns} from crypto_key k
    where k.agency_id is null and k.name = ${name} and k.state <> 'destroyed'`.execute(ctx.tx);
  return rows[0];
}

/** Whoever changes the same key waits here. */
export async function holdKey(ctx: Context, id: string): Promise<CryptoKey | undefined> {
  const { rows } = await sql<CryptoKey>`
    select ${columns} from crypto_key k where k.id = ${id} for update of k`.execute(ctx.tx);
  return rows[0];
}

/** The newest hundred. */
export async function listVersions(ctx: Context, id: string): Promise<KeyVersion[]> {
  const { rows } = await sql<KeyVersion>`
    select version, state, public_key, valid_from, valid_until from crypto_key_version
    where key_id = ${id} order by version desc limit 100`.execute(ctx.tx);
  return rows;
}

/** A key with one version of it, the current one unless said; the version's columns are null where it has none such. */
export async function findUsable(
  ctx: Context,
  id: string,
  version: number | null,
): Promise<(Omit<UsableKey, 'version'> & { version: number | null }) | undefined> {
  const { rows } = await sql<Omit<UsableKey, 'version'> & { version: number | null }>`
    select k.id, k.use, k.algorithm, k.state, v.version, v.public_key, v.wrapped
    from crypto_key k left join crypto_key_version v on v.key_id = k.id and v.version = coalesce(${version}::int, k.version)
    where k.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** Answers false when the owner has a key of this name. */
export async function insertKey(ctx: Context, id: string, spec: NewKeySpec): Promise<boolean> {
  const { rows } = await sql`
    insert into crypto_key (id, agency_id, name, use, algorithm, state, version, created_at, changed_at)
    values (${id}, ${spec.agencyId}, ${spec.name}, ${spec.use}, ${spec.algorithm}, 'active', 1, ${ctx.now}, ${ctx.now})
    on conflict (agency_id, name) where state <> 'destroyed' do nothing returning id`.execute(ctx.tx);
  return rows.length > 0;
}

export async function insertVersion(
  ctx: Context,
  id: string,
  given: { version: number; publicKey: Buffer | null; wrapped: Buffer },
): Promise<void> {
  await sql`update crypto_key_version set state = 'former', valid_until = ${ctx.now}
    where key_id = ${id} and state = 'current'`.execute(ctx.tx);
  await ctx.tx
    .insertInto('cryptoKeyVersion')
    .values({ keyId: id, state: 'current', validFrom: ctx.now, ...given })
    .execute();
  await ctx.tx
    .updateTable('cryptoKey')
    .set({ version: given.version, changedAt: ctx.now })
    .where('id', '=', id)
    .execute();
}

export async function saveState(ctx: Context, id: string, state: KeyState): Promise<void> {
  await ctx.tx.updateTable('cryptoKey').set({ state, changedAt: ctx.now }).where('id', '=', id).execute();
}

/** Forgets the private part of every version; public parts stay. */
export async function forgetVersions(ctx: Context, id: string): Promise<void> {
  await sql`update crypto_key_version set state = 'destroyed', wrapped = null, valid_until = coalesce(valid_until, ${ctx.now})
    where key_id = ${id}`.execute(ctx.tx);
}
