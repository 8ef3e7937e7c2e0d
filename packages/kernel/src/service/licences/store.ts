import { sql } from 'kysely';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { divisionPrefix } from '../../subject/organisation/index.ts';

export interface LicenceRow {
  id: string;
  number: string;
  typeCode: string;
  typeId: string;
  holderKind: 'person' | 'entity';
  holderId: string;
  holderName: string;
  issuerId: string;
  issuerZh: string;
  issuerEn: string;
  caseId: string | null;
  fields: Record<string, unknown>;
  state: 'valid' | 'revoked' | 'superseded';
  verifyCode: string;
  fileId: string | null;
  issuedOn: string;
  validFrom: string;
  validUntil: string | null;
  version: number;
  /** Set once it was revoked. */
  revokedAt: Date | null;
  revokeReason: string | null;
  revokeBasis: string | null;
  noticeNumber: string | null;
}

const columns = sql`
  l.id, l.number, l.type_code, l.type_id, l.holder_kind, l.holder_id, l.holder_name, l.issuer_id, a.name_zh as issuer_zh,
  a.name_en as issuer_en, l.case_id, l.fields, l.state, l.verify_code, l.file_id, l.issued_on, l.valid_from,
  l.valid_until, l.version, r.at as revoked_at, r.reason as revoke_reason, r.basis as revoke_basis,
  r.notice_number
  from licence l join agency a on a.id = l.issuer_id left join licence_revocation r on r.licence_id = l.id`;

export async function findLicence(ctx: Context, id: string): Promise<LicenceRow | undefined> {
  const { rows } = await sql<LicenceRow>`select ${columns} where l.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

export async function findByVerifyCode(ctx: Context, code: string): Promise<LicenceRow | undefined> {
  const { rows } = await sql<LicenceRow>`select ${columns} where l.verify_code = ${code}`.execute(ctx.tx);
  return rows[0];
}

/** Licences of these holders, newest first. */
export async function listHeld(
  ctx: Context,
  holderIds: readonly string[],
  limit: number,
  before: string | null,
): Promise<LicenceRow[]> {
  const { rows } = await sql<LicenceRow>`select ${columns}
    where l.holder_id = any(${[...holderIds]}::uuid[]) and (${before}::uuid is null or l.id < ${before}::uuid)
    order by l.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

/**
 * A licence that the caller's deciding posts cover: of their agency, and of their division by the case that
 * issued it, or by the agency where no case did.
 */
export async function findDecidable(
  ctx: Context,
  by: { id: string } | { number: string },
): Promise<LicenceRow | undefined> {
  const posts = postsOf(ctx.actor).filter(({ role }) => role === 'decider');
  if (posts.length === 0) return undefined;
  const covered = posts.map(
    ({ agencyId, divisionCode }) => sql`(l.issuer_id = ${agencyId}
      and coalesce(c.division_code, a.division_code) like ${`${divisionPrefix(divisionCode)}%`})`,
  );
  const which = 'id' in by ? sql`l.id = ${by.id}` : sql`l.number = ${by.number}`;
  const { rows } = await sql<LicenceRow>`select ${columns} left join service_case c on c.id = l.case_id
    where ${which} and (${sql.join(covered, sql` or `)})`.execute(ctx.tx);
  return rows[0];
}

/** Keeps a licence from being changed by another until the transaction ends. */
export async function lockLicence(ctx: Context, id: string): Promise<void> {
  await sql`select 1 from licence where id = ${id} for update`.execute(ctx.tx);
}

export async function markRevoked(
  ctx: Context,
  id: string,
  revocation: { accountId: string; postId: string; reason: string; basis: string; noticeNumber: string },
): Promise<void> {
  await ctx.tx
    .insertInto('licenceRevocation')
    .values({ licenceId: id, at: ctx.now, ...revocation })
    .execute();
  await ctx.tx
    .updateTable('licence')
    .set((eb) => ({ state: 'revoked', version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** `valid` also means that today lies in its period. */
export function stateOn(row: Pick<LicenceRow, 'state' | 'validUntil'>, today: string): string {
  return row.state === 'valid' && row.validUntil !== null && row.validUntil < today ? 'expired' : row.state;
}
