import { postsOf, type Context, type Post } from '../../platform/context/index.ts';
import { findEntrusted, represents } from '../../subject/mandates/index.ts';
import { reaches } from '../../subject/organisation/index.ts';
import type { CaseRow } from './model.ts';
import type { CaseParty } from './store.ts';
import type { CasePart } from './verbs.ts';

const partOfRole: Readonly<Partial<Record<Post['role'], CasePart>>> = {
  clerk: 'clerk',
  inspector: 'inspector',
  reviewer: 'reviewer',
  decider: 'decider',
  head: 'head',
};

/** The posts of the caller that cover a case. */
export function coveringPosts(ctx: Context, row: CaseRow): Post[] {
  return postsOf(ctx.actor).filter((post) => reaches(post, row));
}

/** In which parts the caller meets a case; `isOwn` where it is theirs or they act for the one whose it is. */
export function partsOf(
  ctx: Context,
  row: CaseRow,
  { parties, isOwn }: { parties: readonly CaseParty[]; isOwn: boolean },
): CasePart[] {
  const { actor } = ctx;
  if (actor.kind !== 'account') return [];
  const parts = new Set<CasePart>();
  if (isOwn || isFiledAtWindow(ctx, row)) parts.add('applicant');
  if (parties.some((party) => party.personId === actor.personId)) parts.add('coApplicant');
  // Nobody handles a case of their own; a clerk goes on with what she filed for someone else.
  if (isOwn || parts.has('coApplicant')) return [...parts];
  for (const post of coveringPosts(ctx, row)) {
    const part = partOfRole[post.role];
    if (part) parts.add(part);
  }
  return [...parts];
}

/** Whether the caller is the clerk who filed a case for someone at a window. */
export function isFiledAtWindow({ actor }: Context, { channel, accountId }: CaseRow): boolean {
  return channel === 'window' && actor.kind === 'account' && actor.accountId === accountId;
}

/** Whether someone let the caller do this one case for them; it ends with the case. */
export async function isEntrusted(ctx: Context, { id, endedAt }: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null || endedAt !== null) return false;
  return (await findEntrusted(ctx, actor.personId, id)) !== undefined;
}

/**
 * Whether the caller is the applicant, the agent who filed it or for whom it was filed, or represents the entity,
 * whichever agent filed it; no mandate for this one case is needed for that.
 */
export async function isOfApplicant(ctx: Context, row: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return false;
  if (row.accountId === actor.accountId && !isFiledAtWindow(ctx, row)) return true;
  if (actor.personId === null) return false;
  if (row.applicantId === actor.personId || row.agentPersonId === actor.personId) return true;
  return row.applicantKind === 'entity' && represents(ctx, actor.personId, row.applicantId);
}
