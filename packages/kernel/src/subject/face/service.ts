import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountOf, tellAccount, type AccountActor, holdAccount } from '../accounts/index.ts';
import type { Keys } from '../keys/index.ts';
import { faceErrors } from './errors.ts';
import { consentVersion, type FacePerson } from './model.ts';
import { createFaceProvider, ProviderFailure, type FaceProviderConfig } from './provider.ts';
import { insertCheck, keepTransaction, moveCheck, triesSince, type FaceCheckKey } from './store.ts';

/** Face checks of people who are signed in, against their own picture at a provider. */
export interface FaceChecks {
  /** The platform's key by which it signs requests is there from now on, for the operator to hand to the provider. */
  prepare(ctx: Context): Promise<void>;
  /**
   * Begins a check to which the person agreed; answers what to do before the camera.
   * Errors: `face.consent-needed`, `.wait`, `.unavailable`, `.refused` where no library knows the person.
   */
  start(
    accountId: string,
    interaction: string,
    consent: string,
  ): Promise<{ check: string; actions: string[]; expiresAt: Date }>;
  /** Has the pictures compared, once. Errors: `face.expired`, `.refused`, `.unavailable`. */
  compare(key: FaceCheckKey, pictures: readonly string[]): Promise<void>;
  /** Uses what passed up, within two minutes. Errors: `face.expired`. */
  take(key: FaceCheckKey): Promise<void>;
}

interface Deps {
  unit: UnitOfWork;
  keys: Keys;
  origin: string;
  provider: FaceProviderConfig;
  /** Name and number of the person behind the account that acts, from the person library. */
  personOf(ctx: Context, personId: string): Promise<FacePerson | undefined>;
}

const dayMs = 24 * 3_600_000;
const captureMs = 3 * 60_000;
const useMs = 2 * 60_000;
/** In a day. After the n-th failure one waits 2^(n-1) minutes; after the last until the day is over. */
const mostFailures = 5;
const mostBegun = 20;

export function createFaceChecks({ unit, keys, origin, provider, personOf }: Deps): FaceChecks {
  const remote = createFaceProvider(provider, { origin, sign: signRequest });

  async function prepare(ctx: Context): Promise<{ id: string }> {
    return keys.findPlatformKey(ctx, 'face/requests', { use: 'sign', algorithm: 'P-256' });
  }

  async function signRequest(header: { typ: string }, payload: object): Promise<string> {
    const signed = [{ alg: 'ES256', ...header }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const { signature } = await asPlatform('a request to the face provider is signed', async (ctx) =>
      keys.signWith(ctx, (await prepare(ctx)).id, Buffer.from(signed)),
    );
    return `${signed}.${signature.toString('base64url')}`;
  }

  function asPlatform<T>(reason: string, work: (ctx: Context) => Promise<T>): Promise<T> {
    return unit.run({ actor: system(reason) }, work);
  }

  async function getActor(accountId: string): Promise<AccountActor> {
    const actor = await accountOf(unit.db, accountId, unit.clock.now());
    if (actor?.kind !== 'account' || actor.personId === null) throw faceErrors.refused();
    return actor;
  }

  async function start(accountId: string, interaction: string, consent: string) {
    if (consent !== consentVersion) throw faceErrors.consentNeeded();
    const actor = await getActor(accountId);
    const id = newId();
    const expiresAt = new Date(unit.clock.now().getTime() + captureMs);
    await unit.run({ actor }, async (ctx) => {
      await holdAccount(ctx, accountId);
      expectPatience(await triesSince(ctx, accountId, new Date(ctx.now.getTime() - dayMs)), ctx.now);
      await insertCheck(ctx, { id, accountId, interaction, consentVersion: consent, expiresAt });
      ctx.record({
        action: 'face.consent',
        entity: 'faceCheck',
        entityId: id,
        detail: { accountId, consent },
      });
    });
    try {
      const begun = await remote.begin(id, unit.clock.now(), consent);
      await unit.run({ actor }, (ctx) => keepTransaction(ctx, id, begun));
      return { check: id, actions: begun.actions, expiresAt };
    } catch (error) {
      throw await failed(error, { id, accountId, interaction }, actor, 'open');
    }
  }

  async function compare(key: FaceCheckKey, pictures: readonly string[]): Promise<void> {
    const actor = await getActor(key.accountId);
    const { check, person } = await unit.run({ actor }, async (ctx) => ({
      check: await moveCheck(ctx, key, 'open', 'sent'),
      person: await personOf(ctx, actor.personId ?? ''),
    }));
    if (!check?.transactionId || check.actions.length !== pictures.length) throw faceErrors.expired();
    let isPassed: boolean;
    try {
      if (!person) throw new ProviderFailure('no-answer');
      const shown = check.actions.map((action, index) => ({ action, image: pictures[index] ?? '' }));
      const { id: reference, transactionId: transaction } = check;
      isPassed = await remote.compare({ reference, transaction }, unit.clock.now(), person, shown);
    } catch (error) {
      throw await failed(error, key, actor, 'sent');
    }
    await unit.run({ actor }, async (ctx) => {
      const until = new Date(ctx.now.getTime() + useMs);
      await moveCheck(ctx, key, 'sent', isPassed ? 'passed' : 'failed', isPassed ? until : null);
      recordEnd(ctx, key, isPassed ? 'passed' : 'failed', { transaction: check.transactionId });
      if (!isPassed) await tellAccount(ctx, key.accountId, 'faceFailed');
    });
    if (!isPassed) throw faceErrors.refused();
  }

  /** Keeps that the provider gave no answer that counts; the person’s tries are not used up by it. */
  async function failed(
    error: unknown,
    key: FaceCheckKey,
    actor: AccountActor,
    from: 'open' | 'sent',
  ): Promise<unknown> {
    if (!(error instanceof ProviderFailure)) return error;
    await unit.run({ actor }, async (ctx) => {
      await moveCheck(ctx, key, from, 'unavailable');
      recordEnd(ctx, key, 'unavailable', { reason: error.reason });
    });
    return faceErrors.unavailable();
  }

  async function take(key: FaceCheckKey): Promise<void> {
    const taken = await asPlatform('a face check that passed is used up', (ctx) =>
      moveCheck(ctx, key, 'passed', 'used'),
    );
    if (!taken) throw faceErrors.expired();
  }

  return { prepare: async (ctx) => void (await prepare(ctx)), start, compare, take };
}

function recordEnd(ctx: Context, { id, accountId }: FaceCheckKey, outcome: string, detail: object): void {
  ctx.record({
    action: 'face.check',
    entity: 'faceCheck',
    entityId: id,
    detail: { accountId, outcome, ...detail },
  });
}

/** Errors: `face.wait`. */
function expectPatience(
  { begun, failed, lastFailedAt }: { begun: number; failed: number; lastFailedAt: Date | null },
  now: Date,
): void {
  if (begun >= mostBegun) throw faceErrors.wait({ minutes: dayMs / 60_000 });
  if (!lastFailedAt) return;
  const wait = failed >= mostFailures ? dayMs : 60_000 * 2 ** (failed - 1);
  const left = lastFailedAt.getTime() + wait - now.getTime();
  if (left > 0) throw faceErrors.wait({ minutes: Math.ceil(left / 60_000) });
}
