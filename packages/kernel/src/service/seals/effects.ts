import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { sealErrors } from './errors.ts';
import { endCustody, makeSeal, releaseCustody, type MakingDeps } from './make.ts';
import type { DecidedKind, MatterRow, SealRow } from './model.ts';
import {
  findSeal,
  hasOfficial,
  holdAgency,
  holdOpenGrants,
  insertGrant,
  saveGrantsEnd,
  saveState,
  touchSeal,
} from './store.ts';

/** An open matter and its seal, which others wait for. */
export interface Decided {
  seal: SealRow;
  matter: MatterRow;
}
type Effect = (ctx: Context, deps: MakingDeps, decided: Decided) => Promise<void>;

const makeIt: Effect = async (ctx, deps, { seal, matter }) => {
  await holdAgency(ctx, seal.agencyId);
  if (seal.usage === 'official' && (await hasOfficial(ctx, seal.agencyId, seal.supersedesId)))
    throw sealErrors.officialExists();
  const former = seal.supersedesId === null ? undefined : await findSeal(ctx, seal.supersedesId, 'hold');
  if (former) {
    if (former.state !== 'active' && former.state !== 'frozen') throw sealErrors.wrongState();
    await saveState(ctx, former.id, 'superseded');
    await endCustody(ctx, deps, former, 'superseded');
  }
  await makeSeal(ctx, deps, seal);
  if (former) await passOnGrants(ctx, former.id, seal.id, matter.id);
};

const stop: Effect = (ctx, _deps, { seal }) => saveState(ctx, seal.id, 'refused');
const keep: Effect = (ctx, _deps, { seal }) => touchSeal(ctx, seal.id);

/** What a decision does to the seal. */
export const effects: Readonly<Record<DecidedKind, { approved: Effect; refused: Effect }>> = {
  apply: { approved: makeIt, refused: stop },
  change: { approved: makeIt, refused: stop },
  thaw: {
    approved: async (ctx, deps, { seal }) => {
      if (seal.state !== 'frozen') throw sealErrors.wrongState();
      await saveState(ctx, seal.id, 'active');
      await releaseCustody(ctx, deps, seal);
    },
    refused: keep,
  },
  destroy: {
    approved: async (ctx, deps, { seal, matter }) => {
      if (seal.state !== 'active' && seal.state !== 'frozen') throw sealErrors.wrongState();
      await saveState(ctx, seal.id, 'destroyed');
      const open = await holdOpenGrants(ctx, seal.id);
      await saveGrantsEnd(
        ctx,
        open.map(({ id }) => id),
        matter.id,
      );
      await endCustody(ctx, deps, seal, 'cessationOfOperation');
    },
    refused: keep,
  },
};

/** Grants that hold go on with the seal that takes the place, for what is left of them. */
async function passOnGrants(ctx: Context, from: string, to: string, matterId: string): Promise<void> {
  const open = await holdOpenGrants(ctx, from);
  await saveGrantsEnd(
    ctx,
    open.map(({ id }) => id),
    matterId,
  );
  for (const grant of open) {
    const most = grant.most === null ? null : grant.most - grant.used;
    if (most === 0 || grant.validUntil <= ctx.now) continue;
    await insertGrant(ctx, { ...grant, id: newId(), sealId: to, most }, matterId);
  }
}
