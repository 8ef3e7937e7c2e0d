import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';

export interface LicenceRow {
  id: string;
  number: string;
  typeCode: string;
  typeId: string;
  holderKind: 'person' | 'entity';
  holderId: string;
  holderName: string;
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
}

const columns = sql`
  l.id, l.number, l.type_code, l.type_id, l.holder_kind, l.holder_id, l.holder_name, a.name_zh as issuer_zh,
  a.name_en as issuer_en, l.case_id, l.fields, l.state, l.verify_code, l.file_id, l.issued_on, l.valid_from,
  l.valid_until, l.version
  from licence l join agency a on a.id = l.issuer_id`;

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

/** `valid` also means that today lies in its period. */
export function stateOn(row: Pick<LicenceRow, 'state' | 'validUntil'>, today: string): string {
  return row.state === 'valid' && row.validUntil !== null && row.validUntil < today ? 'expired' : row.state;
}
