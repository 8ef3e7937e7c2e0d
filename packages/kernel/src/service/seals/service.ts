import type { Context } from '../../platform/context/index.ts';
import { endGrant, grantSeal } from './grants.ts';
import { ensureIssuingSeal } from './issuing.ts';
import { createLife, type SealLife } from './life.ts';
import type { MakingDeps } from './make.ts';
import { createSealer, type Sealer } from './sealer.ts';

/** Electronic seals: their life, their grants, and sealing by them. */
export interface Seals extends SealLife, Sealer {
  grant: typeof grantSeal;
  endGrant: typeof endGrant;
  /** See `issuing.ts`; by the system alone. */
  ensureIssuingSeal(ctx: Context, agencyId: string, types: readonly string[]): Promise<void>;
}

export function createSeals(deps: MakingDeps): Seals {
  const life = createLife(deps);
  return {
    ...life,
    ...createSealer(deps),
    grant: grantSeal,
    endGrant,
    ensureIssuingSeal: (ctx, agencyId, types) => ensureIssuingSeal(ctx, life, agencyId, types),
  };
}
