import type { Context } from '../../platform/context/index.ts';
import { listMandatesOf, listRepresentatives } from '../../subject/mandates/index.ts';
import type { LicenceRow } from './store.ts';

/** The caller and those for whom the caller may act in everything. */
export async function holdersOf(ctx: Context): Promise<string[]> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null) return [];
  const mandates = await listMandatesOf(ctx, actor.personId);
  const whole = mandates
    .filter((mandate) => mandate.scope.length === 0)
    .map((mandate) => mandate.principalId);
  return [actor.personId, ...whole];
}

/** The holder, or those who represent it. */
export async function readersOf(ctx: Context, licence: LicenceRow): Promise<string[]> {
  return licence.holderKind === 'person' ? [licence.holderId] : listRepresentatives(ctx, licence.holderId);
}
