import type { Context } from '../../platform/context/index.ts';
import { endProviderSessions } from '../accounts/index.ts';
import { endArrived } from './upstream-store.ts';

/** Ends what came from another service here: all of it, of one subject there, or of one session there. */
export async function endArrivals(
  ctx: Context,
  which: { upstreamId: string; subject: string | null; sid: string | null },
): Promise<number> {
  const ended = await endArrived(ctx, which);
  const uids = ended.flatMap(({ providerUid }) => providerUid ?? []);
  if (uids.length > 0) await endProviderSessions(ctx, { uids });
  for (const { id } of ended)
    ctx.record({
      action: 'session.end',
      entity: 'session',
      entityId: id,
      detail: { upstream: which.upstreamId },
    });
  return ended.length;
}
