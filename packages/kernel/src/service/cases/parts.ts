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

/** In which parts the caller meets a case. */
export async function partsOf(
  ctx: Context,
  row: CaseRow,
  parties: readonly CaseParty[],
): Promise<CasePart[]> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return [];
  const parts = new Set<CasePart>();
  if ((await isOfApplicant(ctx, row)) || (await isEntrusted(ctx, row))) parts.add('applicant');
  if (parties.some((party) => party.personId === actor.personId)) parts.add('coApplicant');
  for (const post of coveringPosts(ctx, row)) {
    const part = partOfRole[post.role];
    // Nobody handles a case of their own.
    if (part && !(parts.has('applicant') && row.channel !== 'window') && !parts.has('coApplicant'))
      parts.add(part);
  }
  return [...parts];
}

/** Whether the caller is on the side of the applicant without a mandate for this one case. */
export async function isOfApplicant(ctx: Context, row: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return false;
  return isApplicant(row, actor.accountId, actor.personId) || isRepresented(ctx, row);
}

/** Whether someone let the caller do this one case for them; it ends with the case. */
export async function isEntrusted(ctx: Context, { id, endedAt }: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null || endedAt !== null) return false;
  return (await findEntrusted(ctx, actor.personId, id)) !== undefined;
}

/** Whoever represents an entity acts in its cases, whichever agent filed them. */
async function isRepresented(ctx: Context, row: CaseRow): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null || row.applicantKind !== 'entity') return false;
  return represents(ctx, actor.personId, row.applicantId);
}

/** The applicant, the agent who filed it, or a clerk at a window for someone who sits in front of her. */
function isApplicant(row: CaseRow, accountId: string, personId: string | null): boolean {
  if (row.accountId === accountId) return true;
  return personId !== null && (row.applicantId === personId || row.agentPersonId === personId);
}
