import type { Context, PurposeCode } from '../../platform/context/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { ChangeKind, LicenceRow } from './store.ts';

/** As whom someone reads a case, which a later folder knows: undefined where they may not. */
export type FindCaseReading = (
  ctx: Context,
  caseId: string,
) => Promise<{ as: Context; row: { id: string; number: string } } | undefined>;

/** Records that someone looked at a licence of another, under the purpose given or the usual one of the page. */
export async function recordLook(ctx: Context, licence: LicenceRow, usual: PurposeCode): Promise<void> {
  recordAccess({ ...ctx, purpose: ctx.purpose ?? usual }, [
    {
      subjectKind: licence.holderKind,
      subjectId: licence.holderId,
      resource: 'held-licence',
      fields: ['number', 'typeName', 'state', 'issuedOn', 'validFrom', 'validUntil'],
      ...(licence.caseId === null ? {} : { caseId: licence.caseId }),
    },
  ]);
}

/** A paper of a licence: itself, with all that it says, or the notice of a change of it. */
export type LicencePaper = { resource: 'licence-paper' } | { resource: 'licence-notice'; kind: ChangeKind };

/** Records that someone fetched a paper of a licence; for which case, if for one. */
export function recordFetch(
  ctx: Context,
  licence: LicenceRow,
  paper: LicencePaper,
  readCase?: { id: string; number: string },
): void {
  const caseId = readCase?.id ?? licence.caseId;
  recordAccess(ctx, [
    {
      subjectKind: licence.holderKind,
      subjectId: licence.holderId,
      resource: paper.resource,
      fields: [paper.resource === 'licence-notice' ? paper.kind : licence.typeCode],
      ...(caseId === null ? {} : { caseId }),
      ...(readCase ? { caseNumber: readCase.number } : {}),
    },
  ]);
}
