import type { UnitOfWork } from '@quancheng/kernel/platform/context';
import type { OnRefused } from '@quancheng/kernel/platform/http';

const everyMs = 60_000;
/** Whoever asks at random fills no more memory than this. */
const mostKept = 10_000;

/** Records in the audit who was refused what, at most once a minute for a person and a route. */
export function recordRefusals(unit: UnitOfWork): OnRefused {
  const recorded = new Map<string, number>();
  return async ({ actor, route, code, requestId }) => {
    const now = unit.clock.now().getTime();
    const key = `${actor.accountId} ${route}`;
    const last = recorded.get(key);
    if (last !== undefined && now - last < everyMs) return;
    recorded.delete(key);
    recorded.set(key, now);
    forgetFirst(recorded);
    await unit.run({ actor, requestId }, async (ctx) =>
      ctx.record({ action: 'access.refused', entity: 'route', entityId: route, detail: { code } }),
    );
  };
}

/** A map keeps the order in which it was filled. */
function forgetFirst(recorded: Map<string, number>): void {
  if (recorded.size <= mostKept) return;
  const [first] = recorded.keys();
  if (first !== undefined) recorded.delete(first);
}
