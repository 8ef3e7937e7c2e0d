import { randomInt } from 'node:crypto';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import { dateOf } from '../../platform/clock/index.ts';
import { hold, insertRows, sql } from '../../platform/database/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { getCurrent } from '../../work/definitions/index.ts';
import { licenceErrors } from './errors.ts';

export interface NewLicence {
  type: string;
  holder: { id: string; kind: 'person' | 'entity'; name: string };
  issuerId: string;
  caseId: string | null;
  fields: Readonly<Record<string, unknown>>;
  /** Civil dates; today and the type's own term unless given. */
  validFrom?: string;
  validUntil?: string;
}

export interface IssuedLicence {
  id: string;
  number: string;
  name: { zh: string; en: string };
  verifyCode: string;
}

/**
 * The one door by which a licence comes into being: its record commits with the case that grants it; its
 * PDF is made by a job or when it is first fetched. Errors: `licence.already-held`.
 */
export async function issueLicence(ctx: Context, input: NewLicence): Promise<IssuedLicence> {
  const type = await getCurrent<LicenceTypeSource>(ctx, 'licenceType', input.type);
  const today = dateOf(ctx.now);
  const { number, isHeld } = await takeTurn(ctx, input, today);
  if (type.content.single && isHeld) throw licenceErrors.alreadyHeld({ name: type.content.name.zh });
  const { holder, issuerId, caseId, fields, validFrom = today, validUntil } = input;
  return insertLicence(ctx, type.content, {
    number,
    edition: 1,
    typeCode: input.type,
    typeId: type.id,
    holder,
    issuerId,
    caseId,
    fields,
    validFrom,
    validUntil,
  });
}

/** What a row of the table says, its holder's turn being taken. */
export interface LicenceEdition extends Pick<NewLicence, 'holder' | 'issuerId' | 'caseId' | 'fields'> {
  number: string;
  edition: number;
  typeCode: string;
  typeId: string;
  validFrom: string;
  /** Null: without end; undefined: by the term of the type. */
  validUntil: string | null | undefined;
}

/** Writes an edition of a licence, with its audit record, its event, and the job that makes its files. */
export async function insertLicence(
  ctx: Context,
  type: LicenceTypeSource,
  { holder, validUntil, ...edition }: LicenceEdition,
): Promise<IssuedLicence> {
  const id = newId();
  const verifyCode = newVerifyCode();
  const row = {
    id,
    number: edition.number,
    edition: edition.edition,
    type_code: edition.typeCode,
    type_id: edition.typeId,
    holder_kind: holder.kind,
    holder_id: holder.id,
    holder_name: holder.name,
    issuer_id: edition.issuerId,
    case_id: edition.caseId,
    fields: edition.fields,
    verify_code: verifyCode,
    issued_on: dateOf(ctx.now),
    valid_from: edition.validFrom,
    valid_until: validUntil === undefined ? endOf(edition.validFrom, type.validMonths) : validUntil,
    created_at: ctx.now,
  };
  await hold(ctx.tx, insertRows('licence', [row]));
  const { typeCode, caseId, number } = edition;
  ctx.record({ action: 'licence.issue', entity: 'licence', entityId: id, detail: { type: typeCode } });
  ctx.publish({ type: 'licence.issued', subjectId: id, payload: { type: typeCode, caseId } });
  ctx.enqueue({ kind: 'licence.paper', key: id, payload: { licenceId: id } });
  return { id, number, name: type.name, verifyCode };
}

/** Two cases of one holder that are granted at once wait for each other here, so that one finds the other's licence. */
async function takeTurn(ctx: Context, { type, holder }: NewLicence, today: string) {
  const { rows } = await sql<{ number: number; isHeld: boolean }>`
    select number, is_held from qc_licence_turn(${type}, ${holder.id}, ${today})`.execute(ctx.tx);
  const { number = 0, isHeld = false } = rows[0] ?? {};
  const prefix = type
    .split('-')
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase();
  return { number: `${prefix}${today.slice(0, 4)}${String(number).padStart(8, '0')}`, isHeld };
}

/** The last day of a term of months that begins on a day: 2026-11-25 and 60 months end on 2031-11-24. */
function endOf(from: string, months: number | undefined): string | null {
  if (months === undefined) return null;
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth)));
  if (day <= lastOfMonth) end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

// Crockford's alphabet: nothing in it is mistaken for something else when read aloud.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 80 random bits, so that codes cannot be guessed. */
function newVerifyCode(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(32)]).join('');
}
