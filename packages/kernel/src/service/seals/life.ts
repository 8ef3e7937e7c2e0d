import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { doerBy, findAdminPost, findHeadPost } from './acting.ts';
import { sealErrors } from './errors.ts';
import { effects, type Decided } from './effects.ts';
import { holdCustody, type MakingDeps } from './make.ts';
import type { DecidedKind, MatterKind, MatterRow, NewSeal, SealDrawing, SealRow } from './model.ts';
import { drawSeal } from './picture.ts';
import {
  findMatter,
  findOpenMatter,
  findStaff,
  getSeal,
  hasOfficial,
  holdAgency,
  insertMatter,
  insertSeal,
  saveDecision,
  saveState,
  touchSeal,
  type Doer,
} from './store.ts';

export interface SealChange {
  name?: string | undefined;
  drawing?: SealDrawing | undefined;
  /** Login. */
  keeper?: string | undefined;
  reason: string;
}

/**
 * How seals come into being, change and end. A head of the agency, or an administrator whose division holds it, asks;
 * an administrator who did not ask decides; both may freeze at once. Errors of all: `seal.not-found`,
 * `platform.forbidden`, `platform.version-conflict`.
 */
export interface SealLife {
  /** Asks for a seal and answers its id. Errors: `seal.official-exists`, `seal.not-staff`, `seal.bad-drawing`. */
  ask(ctx: Context, wanted: NewSeal): Promise<string>;
  /** Asks for another seal in the place of one, and answers its id; so one that expires is renewed too. */
  askChange(ctx: Context, sealId: string, ifMatch: number | null, change: SealChange): Promise<string>;
  /** Errors: `seal.wrong-state`, `seal.matter-open`. */
  askThaw(ctx: Context, sealId: string, ifMatch: number | null, reason: string): Promise<void>;
  askDestruction(ctx: Context, sealId: string, ifMatch: number | null, reason: string): Promise<void>;
  /** By the one who asked. Errors: `seal.decided`. */
  withdraw(ctx: Context, matterId: string, reason: string): Promise<void>;
  /** Errors: `seal.decided`, `seal.own-matter`, `seal.official-exists`. */
  decide(
    ctx: Context,
    matterId: string,
    outcome: 'approved' | 'refused',
    reason: string,
    ifMatch: number | null,
  ): Promise<void>;
  /** Errors: `seal.wrong-state`. */
  freeze(ctx: Context, sealId: string, ifMatch: number | null, reason: string): Promise<void>;
}

export function createLife(deps: MakingDeps): SealLife {
  const asking =
    (kind: 'thaw' | 'destroy', from: readonly SealRow['state'][]) =>
    async (ctx: Context, sealId: string, ifMatch: number | null, reason: string): Promise<void> => {
      const seal = await holdSeal(ctx, sealId, ifMatch);
      const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findAdminPost(ctx, seal));
      if (!from.includes(seal.state)) throw sealErrors.wrongState();
      if (await findOpenMatter(ctx, sealId)) throw sealErrors.matterOpen();
      await openMatter(ctx, sealId, kind, reason, doer);
      await touchSeal(ctx, sealId);
    };

  async function decide(
    ctx: Context,
    matterId: string,
    outcome: 'approved' | 'refused',
    reason: string,
    ifMatch: number | null,
  ): Promise<void> {
    const { seal, matter } = await holdMatter(ctx, matterId, ifMatch);
    const doer = doerBy(ctx, findAdminPost(ctx, seal));
    if (isSameDoer(matter, doer)) throw sealErrors.ownMatter();
    await saveDecision(ctx, matterId, outcome, reason, doer);
    await effects[matter.kind as DecidedKind][outcome](ctx, deps, { seal, matter });
    record(ctx, `seal.${matter.kind}-${outcome}`, seal.id, matterId);
  }

  return {
    ask,
    askChange,
    askThaw: asking('thaw', ['frozen']),
    askDestruction: asking('destroy', ['active', 'frozen']),
    withdraw,
    decide,
    freeze: async (ctx, sealId, ifMatch, reason) => {
      const seal = await holdSeal(ctx, sealId, ifMatch);
      const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findAdminPost(ctx, seal));
      if (seal.state !== 'active') throw sealErrors.wrongState();
      await noteDone(ctx, sealId, 'freeze', reason, doer);
      await saveState(ctx, sealId, 'frozen');
      await holdCustody(ctx, deps, seal);
    },
  };
}

async function ask(ctx: Context, wanted: NewSeal): Promise<string> {
  const agency = await holdAgency(ctx, wanted.agencyId);
  if (!agency) throw platformErrors.notFound();
  const place = { agencyId: agency.id, divisionCode: agency.divisionCode };
  const doer = doerBy(ctx, findHeadPost(ctx, place) ?? findAdminPost(ctx, place));
  const { kind, usage, drawing, reason } = wanted;
  const isPersonal = kind === 'person-name';
  if (isPersonal !== (usage === 'personal'))
    throw badDrawing('个人名章只能是名章样式。', 'a name seal is a personal one.');
  if (usage === 'official' && (await hasOfficial(ctx, agency.id, null))) throw sealErrors.officialExists();
  const keeper = await findKeeper(ctx, agency.id, wanted.keeper);
  if (isPersonal && !keeper) throw badDrawing('名章要有保管人。', 'a name seal has a keeper.');
  const name = (isPersonal && keeper?.name) || (wanted.name ?? agency.nameZh);
  return begin(ctx, 'apply', doer, reason, {
    agencyId: agency.id,
    name,
    kind,
    usage,
    spec: drawing,
    keeperId: keeper?.id ?? null,
    supersedesId: null,
  });
}

async function askChange(
  ctx: Context,
  sealId: string,
  ifMatch: number | null,
  change: SealChange,
): Promise<string> {
  const seal = await holdSeal(ctx, sealId, ifMatch);
  const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findAdminPost(ctx, seal));
  if (seal.state !== 'active' && seal.state !== 'frozen') throw sealErrors.wrongState();
  if (seal.supersededById !== null || (await findOpenMatter(ctx, sealId))) throw sealErrors.matterOpen();
  const keeper = await findKeeper(ctx, seal.agencyId, change.keeper);
  const isPersonal = seal.kind === 'person-name';
  await touchSeal(ctx, sealId);
  return begin(ctx, 'change', doer, change.reason, {
    agencyId: seal.agencyId,
    name: (isPersonal ? (keeper?.name ?? seal.keeperName) : change.name) ?? seal.name,
    kind: seal.kind,
    usage: seal.usage,
    spec: change.drawing ?? seal.spec,
    keeperId: keeper?.id ?? seal.keeperId,
    supersedesId: seal.id,
  });
}

async function begin(
  ctx: Context,
  kind: 'apply' | 'change',
  doer: Doer,
  reason: string,
  seal: Omit<Parameters<typeof insertSeal>[1], 'id'>,
): Promise<string> {
  // What cannot be drawn is refused to the one who asks, not to the one who decides.
  await drawSeal(seal, null);
  const id = newId();
  await insertSeal(ctx, { ...seal, id });
  await openMatter(ctx, id, kind, reason, doer);
  return id;
}

function badDrawing(zh: string, en: string) {
  return sealErrors.badDrawing({ reason: { zh, en } });
}

async function findKeeper(ctx: Context, agencyId: string, login: string | undefined) {
  if (login === undefined) return undefined;
  const keeper = await findStaff(ctx, agencyId, login);
  if (!keeper) throw sealErrors.notStaff({ account: login });
  return keeper;
}

async function withdraw(ctx: Context, matterId: string, reason: string): Promise<void> {
  const { seal, matter } = await holdMatter(ctx, matterId, null);
  const doer = doerBy(ctx, findHeadPost(ctx, seal) ?? findAdminPost(ctx, seal));
  if (!isSameDoer(matter, doer)) throw platformErrors.forbidden();
  await saveDecision(ctx, matterId, 'withdrawn', reason, doer);
  await (seal.state === 'asked' ? saveState(ctx, seal.id, 'withdrawn') : touchSeal(ctx, seal.id));
  record(ctx, `seal.${matter.kind}-withdrawn`, seal.id, matterId);
}

/** The seal of an open matter, which waits for nobody else then. */
async function holdMatter(ctx: Context, matterId: string, ifMatch: number | null): Promise<Decided> {
  const found = await findMatter(ctx, matterId);
  if (!found) throw sealErrors.notFound();
  const seal = await holdSeal(ctx, found.sealId, ifMatch);
  // Read again behind the lock: someone may have decided while this one waited.
  const matter = await findMatter(ctx, matterId);
  if (matter?.state !== 'asked') throw sealErrors.decided();
  return { seal, matter };
}

/** Errors: `seal.not-found`, `platform.version-conflict` when it is not as the caller saw it. */
export async function holdSeal(ctx: Context, id: string, ifMatch: number | null): Promise<SealRow> {
  const seal = await getSeal(ctx, id, 'hold');
  if (ifMatch !== null && ifMatch !== seal.version) throw platformErrors.versionConflict();
  return seal;
}

function isSameDoer({ askedBy, askedSystem }: MatterRow, { accountId, system }: Doer): boolean {
  return askedBy === accountId && askedSystem === system;
}

async function openMatter(
  ctx: Context,
  sealId: string,
  kind: DecidedKind,
  reason: string,
  doer: Doer,
): Promise<void> {
  const id = newId();
  await insertMatter(ctx, { id, sealId, kind, state: 'asked', reason }, doer);
  record(ctx, `seal.${kind}-asked`, sealId, id);
}

/** A step that one does alone. */
export async function noteDone(
  ctx: Context,
  sealId: string,
  kind: Exclude<MatterKind, DecidedKind>,
  reason: string,
  doer: Doer,
): Promise<string> {
  const id = newId();
  await insertMatter(ctx, { id, sealId, kind, state: 'done', reason }, doer);
  record(ctx, `seal.${kind}`, sealId, id);
  return id;
}

function record(ctx: Context, action: string, sealId: string, matterId: string): void {
  ctx.record({ action, entity: 'seal', entityId: sealId, detail: { matterId } });
}
