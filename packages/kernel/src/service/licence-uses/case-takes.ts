import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import { findLicence, stateOn, typeOf } from '../licences/index.ts';
import { insertUse, keepLicence, listAnswering, listCaseTakes } from './store.ts';

/** Whose licence would answer a material. */
interface Holder {
  kind: 'person' | 'entity';
  id: string;
}

/** A licence that answers a material; its holder need not hand one in. */
export interface AnsweringLicence {
  id: string;
  number: string;
  fields: Readonly<Record<string, unknown>>;
}

/**
 * The licences of a type that a holder has and that count today, newest first, 50 at most; one that is suspended,
 * revoked or run out answers nothing. Another's look leaves an access record and needs a purpose. `compared` names
 * the fields that are compared with an application.
 */
export async function listAnsweringLicences(
  ctx: Context,
  holder: Holder,
  type: string,
  compared: readonly string[],
): Promise<AnsweringLicence[]> {
  const found = await listAnswering(ctx, holder.id, type);
  recordAccess(ctx, [
    {
      subjectKind: holder.kind,
      subjectId: holder.id,
      resource: 'held-licence',
      fields: ['number', 'typeName', 'state', ...(compared.length > 0 ? ['fields'] : [])],
    },
  ]);
  return found;
}

export interface CaseTake {
  licenceId: string;
  materialId: string;
  /** What the material is called. */
  matter: string;
  /** The agency of the item. */
  agencyId: string;
  caseId: string;
  caseNumber: string;
}

/**
 * Takes a licence as a material of a case, and records the use with the case as its ground. Answers whether it still
 * counted: whoever revokes it waits for the case, or was there first.
 */
export async function takeForCase(ctx: Context, take: CaseTake): Promise<boolean> {
  await keepLicence(ctx, take.licenceId);
  const licence = await findLicence(ctx, take.licenceId);
  if (!licence || stateOn(licence, dateOf(ctx.now)) !== 'valid') return false;
  const type = await typeOf(ctx, licence);
  await insertUse(ctx, {
    licenceId: licence.id,
    licenceNumber: licence.number,
    holderId: licence.holderId,
    agencyId: take.agencyId,
    postId: null,
    companyId: null,
    partyName: null,
    // Whoever handed in is the holder's side; the agency takes it by the rules of its item.
    accountId: null,
    ground: 'case',
    grantId: null,
    law: null,
    fields: type.fields.map(({ name }) => name),
    matter: take.matter,
    caseId: take.caseId,
    caseNumber: take.caseNumber,
    materialId: take.materialId,
  });
  ctx.record({
    action: 'licence.use',
    entity: 'licence',
    entityId: licence.id,
    detail: { ground: 'case', caseId: take.caseId },
  });
  return true;
}

/** A material of a case that a licence answered, by which its file is fetched. */
export interface TakenLicence {
  useId: string;
  materialId: string;
  licenceId: string;
  number: string;
}

export async function listTaken(ctx: Context, caseId: string): Promise<TakenLicence[]> {
  const rows = await listCaseTakes(ctx, caseId);
  return rows.map(({ id, materialId, licenceId, licenceNumber }) => ({
    useId: id,
    materialId,
    licenceId,
    number: licenceNumber,
  }));
}
