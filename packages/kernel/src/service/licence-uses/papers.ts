import type { Context } from '../../platform/context/index.ts';
import { accountIdOf } from '../../subject/accounts/index.ts';
import { findLicence, type LicenceRow } from '../licences/index.ts';
import { licenceUseErrors } from './errors.ts';
import { findGrant, type GrantRow, type UseRow } from './store.ts';
import { getValid, paperUntil } from './use.ts';

/** Whether a grant leaves the paper to whoever used its code, now. */
export function leavesPaper(
  { now }: Context,
  { paper, revokedAt, validUntil, usedAt }: Pick<GrantRow, 'paper' | 'revokedAt' | 'validUntil' | 'usedAt'>,
): boolean {
  if (!paper || revokedAt !== null || usedAt === null) return false;
  return now < paperUntil(usedAt, validUntil);
}

/**
 * The licence whose files the caller may fetch, having used a code for the paper. Errors: `licence-use.no-use` for
 * whatever is not theirs, is over or was taken back, `licence-use.not-valid`.
 */
export async function takePaper(ctx: Context, use: UseRow): Promise<LicenceRow> {
  const grant = use.grantId === null ? undefined : await findGrant(ctx, use.grantId);
  if (!grant || use.accountId !== accountIdOf(ctx) || !leavesPaper(ctx, grant))
    throw licenceUseErrors.noUse();
  const known = await findLicence(ctx, use.licenceId);
  if (!known) throw licenceUseErrors.noUse();
  return getValid(ctx, known);
}
