import { platformErrors } from '../../platform/errors/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';
import type { ItemVersion } from '../items/index.ts';
import { findApplicant, type WindowApplicant } from './applicant.ts';
import type { CaseDeps } from './deps.ts';
import { formAnswer } from './form-answer.ts';

/**
 * A window takes in for its own agency: a clerk's post there, of whatever division, since people may come to
 * any hall. Errors: `platform.forbidden`.
 */
export function requireWindowPost({ actor }: Context, item: ItemVersion): void {
  const fits = postsOf(actor).some(({ role, agencyId }) => role === 'clerk' && agencyId === item.agencyId);
  if (!fits) throw platformErrors.forbidden();
}

/**
 * The form as the one who sits at the window would meet it. Each look leaves an access record under
 * `case-intake`. Errors: `case.unknown-applicant`, `case.applicant-kind`, `platform.purpose-needed`.
 */
export async function windowForm(ctx: Context, deps: CaseDeps, item: ItemVersion, papers: WindowApplicant) {
  requireWindowPost(ctx, item);
  const applicant = await findApplicant(ctx, deps, item, {
    window: { ...papers, number: papers.number.trim().toUpperCase(), name: papers.name.trim() },
    channel: 'portal',
  });
  return formAnswer(ctx, deps, item, applicant);
}
