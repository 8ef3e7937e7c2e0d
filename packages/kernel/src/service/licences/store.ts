import { sql } from 'kysely';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { licenceErrors } from './errors.ts';
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
  /** Credit code. */
  issuerCode: string;
  issuerZh: string;
  issuerEn: string;
  caseId: string | null;
  fields: Record<string, unknown>;
  /** 1 as first issued; renewed, changed or issued again it keeps its number as the next one. */
  edition: number;
  state: LicenceState;
  verifyCode: string;
  /** PDF. */
  fileId: string | null;
  ofdFileId: string | null;
  /** Both files bear the seal of the issuer. */
  sealed: boolean;
  issuedOn: string;
  validFrom: string;
  validUntil: string | null;
  version: number;
  /** The change by which it stands as it does; all null while nothing has changed. */
  changeId: string | null;
  changeKind: ChangeKind | null;
  changedAt: Date | null;
  changeReason: string | null;
  changeBasis: string | null;
  noticeNumber: string | null;
}

export const licenceStates = ['valid', 'suspended', 'revoked', 'cancelled', 'superseded'] as const;
export type LicenceState = (typeof licenceStates)[number];

/** How a licence stands on a day: it may also have run out. */
export const standingStates = [...licenceStates, 'expired'] as const;
export type StandingState = (typeof standingStates)[number];

/** What becomes of a licence after its issue. */
export const changeKinds = [
  'suspend',
  'resume',
  'revoke',
  'cancel',
  'annotate',
  'renew',
  'change',
  'reissue',
  'merge',
  'split',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface LicenceChange {
  id: string;
  licenceId: string;
  kind: ChangeKind;
  at: Date;
  accountId: string | null;
  postId: string | null;
  caseId: string | null;
  reason: string;
  basis: string | null;
  noticeNumber: string | null;
  /** The edition that took its place. */
  successorId: string | null;
}

const columns = sql`
  l.id, l.number, l.edition, l.type_code, l.type_id, l.holder_kind, l.holder_id, l.holder_name, l.issuer_id,
  a.code as issuer_code, a.name_zh as issuer_zh, a.name_en as issuer_en, l.case_id, l.fields, l.state, l.verify_code, l.file_id, l.ofd_file_id, l.sealed,
  l.issued_on, l.valid_from, l.valid_until, l.version, r.id as change_id, r.kind as change_kind, r.at as changed_at,
  r.reason as change_reason, r.basis as change_basis, r.notice_number
  from licence l join agency a on a.id = l.issuer_id left join licence_change r on r.id = l.change_id`;

export async function findLicence(ctx: Context, id: string): Promise<LicenceRow | undefined> {
  const { rows } = await sql<LicenceRow>`select ${columns} where l.id = ${id}`.execute(ctx.tx);
  return rows[0];
}

/** The newest edition of a number that someone holds. Errors: `licence.not-found`. */
export async function getNewestEdition(
  ctx: Context,
  { type, holderId, number }: { type: string; holderId: string; number: string },
): Promise<LicenceRow> {
  const { rows } = await sql<LicenceRow>`select ${columns}
    where l.number = ${number} and l.type_code = ${type} and l.holder_id = ${holderId}
    order by l.edition desc limit 1`.execute(ctx.tx);
  if (!rows[0]) throw licenceErrors.notFound();
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
    where ${which} and (${sql.join(covered, sql` or `)}) order by l.edition desc limit 1`.execute(ctx.tx);
  return rows[0];
}

/** Keeps a licence from being changed by another until the transaction ends. */
export async function lockLicence(ctx: Context, id: string): Promise<void> {
  await sql`select 1 from licence where id = ${id} for update`.execute(ctx.tx);
}

/** Writes a change, and how the licence stands by it where it moves. */
export async function saveChange(
  ctx: Context,
  change: Omit<LicenceChange, 'id' | 'at'>,
  to: LicenceState | null,
): Promise<LicenceChange> {
  const row = { id: newId(), at: ctx.now, ...change };
  await ctx.tx.insertInto('licenceChange').values(row).execute();
  await ctx.tx
    .updateTable('licence')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(to === null ? {} : { state: to, changeId: to === 'valid' ? null : row.id }),
    }))
    .where('id', '=', change.licenceId)
    .execute();
  return row;
}

/** Changes of every edition of a number, oldest first. */
export async function listChanges(
  ctx: Context,
  number: string,
): Promise<(LicenceChange & { edition: number })[]> {
  const { rows } = await sql<LicenceChange & { edition: number }>`
    select c.id, c.licence_id, c.kind, c.at, c.account_id, c.post_id, c.case_id, c.reason, c.basis, c.notice_number,
      c.successor_id, l.edition
    from licence l join licence_change c on c.licence_id = l.id
    where l.number = ${number} order by c.id limit 500`.execute(ctx.tx);
  return rows;
}

export async function findChange(ctx: Context, id: string): Promise<LicenceChange | undefined> {
  return ctx.tx.selectFrom('licenceChange').selectAll().where('id', '=', id).executeTakeFirst() as Promise<
    LicenceChange | undefined
  >;
}

/** `valid` also means that today lies in its period. */
export function stateOn(row: Pick<LicenceRow, 'state' | 'validUntil'>, today: string): StandingState {
  return row.state === 'valid' && row.validUntil !== null && row.validUntil < today ? 'expired' : row.state;
}
