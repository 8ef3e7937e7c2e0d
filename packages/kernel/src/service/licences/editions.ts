import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { licenceErrors } from './errors.ts';
import { insertLicence, type IssuedLicence } from './issue.ts';
import { typeOf } from './present.ts';
import { findLicence, lockLicence, saveChange, stateOn } from './store.ts';

/** How a licence gets its next edition. */
export const replacements = ['renew', 'change', 'reissue'] as const;
export type Replacement = (typeof replacements)[number];

export interface NextEdition {
  licenceId: string;
  kind: Replacement;
  caseId: string;
  /** As the holder will read it. */
  reason: string;
  /** Where it has changed since. */
  holderName?: string;
  /** What differs from the edition before. */
  fields: Readonly<Record<string, unknown>>;
  /** Civil dates; where nothing is said a renewal begins the day after the old term ends, the others keep theirs. */
  validFrom?: string;
  validUntil?: string;
}

/**
 * The next edition of a licence: the same number, a new code and new files; the one before counts no more from the
 * same instant. Errors: `licence.not-found`, `licence.not-now`.
 */
export async function replaceLicence(ctx: Context, next: NextEdition): Promise<IssuedLicence> {
  await lockLicence(ctx, next.licenceId);
  const old = await findLicence(ctx, next.licenceId);
  if (!old) throw licenceErrors.notFound();
  const state = stateOn(old, dateOf(ctx.now));
  // What has run out may still be renewed where the service allows it; it cannot be changed or issued again.
  if (state !== 'valid' && !(state === 'expired' && next.kind === 'renew')) throw licenceErrors.notNow();
  const type = await typeOf(ctx, old);
  const { validFrom, validUntil } = termOf(next, old, dateOf(ctx.now));
  const issued = await insertLicence(ctx, type, {
    number: old.number,
    edition: old.edition + 1,
    typeCode: old.typeCode,
    typeId: old.typeId,
    holder: { id: old.holderId, kind: old.holderKind, name: next.holderName ?? old.holderName },
    issuerId: old.issuerId,
    caseId: next.caseId,
    fields: { ...old.fields, ...next.fields },
    validFrom,
    validUntil,
  });
  await saveChange(
    ctx,
    {
      licenceId: old.id,
      kind: next.kind,
      accountId: null,
      postId: null,
      caseId: next.caseId,
      reason: next.reason,
      basis: null,
      noticeNumber: null,
      successorId: issued.id,
    },
    'superseded',
  );
  ctx.record({
    action: `licence.${next.kind}`,
    entity: 'licence',
    entityId: old.id,
    detail: { type: old.typeCode, successor: issued.id },
  });
  ctx.publish({
    type: `licence.${next.kind}`,
    subjectId: old.id,
    payload: { type: old.typeCode, successor: issued.id },
  });
  return issued;
}

function termOf(
  { kind, validFrom, validUntil }: NextEdition,
  old: { validFrom: string; validUntil: string | null },
  today: string,
): { validFrom: string; validUntil: string | null | undefined } {
  if (kind !== 'renew') {
    return { validFrom: validFrom ?? old.validFrom, validUntil: validUntil ?? old.validUntil };
  }
  // Renewed late it begins today: nothing covers the days between.
  const next = old.validUntil === null || old.validUntil < today ? today : dayAfter(old.validUntil);
  return { validFrom: validFrom ?? next, validUntil };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
