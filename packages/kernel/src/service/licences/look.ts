import type { Context, PurposeCode } from '../../platform/context/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { LicenceRow } from './store.ts';

/** Records that an official looked at someone's licence, under the purpose given or the usual one of the page. */
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
