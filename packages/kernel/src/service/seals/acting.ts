import { postsOf, type Context, type Post } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { divisionPrefix, reaches } from '../../subject/organisation/index.ts';
import type { SealRow } from './model.ts';
import type { Doer } from './store.ts';

type Place = Pick<SealRow, 'agencyId' | 'divisionCode'>;

/** By a head's post that reaches the whole agency. */
export function findHeadPost(ctx: Context, agency: Place): Post | undefined {
  return postsOf(ctx.actor).find((post) => post.role === 'head' && reaches(post, agency));
}

/** By an administrator's post whose division holds the agency's. */
export function findAdminPost(ctx: Context, { divisionCode }: Place): Post | undefined {
  return postsOf(ctx.actor).find(
    (post) => post.role === 'admin' && divisionCode.startsWith(divisionPrefix(post.divisionCode)),
  );
}

/** By any post at the agency, of the one who keeps the seal. */
export function findKeeperPost(ctx: Context, seal: Place & Pick<SealRow, 'keeperId'>): Post | undefined {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.accountId !== seal.keeperId) return undefined;
  return actor.posts.find(({ role, agencyId }) => role !== 'system' && agencyId === seal.agencyId);
}

/** Who acts from a post, or the platform itself. Errors: `platform.forbidden` where there is no such post. */
export function doerBy({ actor }: Context, post: Post | undefined): Doer {
  if (actor.kind === 'system') return { accountId: null, postId: null, system: actor.reason };
  if (actor.kind !== 'account' || post === undefined) throw platformErrors.forbidden();
  return { accountId: actor.accountId, postId: post.id, system: null };
}
