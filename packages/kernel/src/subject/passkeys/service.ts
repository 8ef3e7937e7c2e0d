import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountOf, endSessions, getAccount, tellAccount, holdAccount } from '../accounts/index.ts';
import {
  challengeIn,
  readAssertion,
  readRegistration,
  registrationOptions,
  requestOptions,
  type RelyingSite,
} from './ceremony.ts';
import { passkeyErrors } from './errors.ts';
import type { Assertion, NewCredential, Passkey } from './model.ts';
import {
  deletePasskey,
  findOwn,
  findPasskey,
  insertPasskey,
  keepChallenge,
  listPasskeys,
  takeChallenge,
  takeUse,
} from './store.ts';

const most = 10;

/** Begins to add a passkey: what the authenticator is asked for. Errors: `passkey.too-many`. */
export async function startPasskey(
  ctx: Context,
  site: RelyingSite,
  accountId: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const held = await listPasskeys(ctx, accountId);
  if (held.length >= most) throw passkeyErrors.tooMany({ most });
  const options = await registrationOptions(site, await getAccount(ctx.tx, accountId), held);
  await keepChallenge(ctx, options.challenge, ofAccount(accountId));
  return options;
}

/** Adds what the authenticator made. Errors: `passkey.expired`, `.refused`, `.already`, `.too-many`. */
export async function addPasskey(
  ctx: Context,
  unit: UnitOfWork,
  site: RelyingSite,
  accountId: string,
  given: { name: string; credential: NewCredential },
): Promise<Passkey> {
  const challenge = challengeIn(given.credential.response.clientDataJSON);
  await useChallenge(unit, challenge, ofAccount(accountId));
  const made = await readRegistration(site, given.credential, challenge);
  await holdAccount(ctx, accountId);
  if ((await listPasskeys(ctx, accountId)).length >= most) throw passkeyErrors.tooMany({ most });
  const { name } = given;
  const passkey = { id: newId(), accountId, name, createdAt: ctx.now, usedAt: null, ...made };
  if (!(await insertPasskey(ctx, passkey))) throw passkeyErrors.already();
  await tellAccount(ctx, accountId, 'passkeyAdded', { name });
  ctx.record({ action: 'passkey.add', entity: 'passkey', entityId: passkey.id, detail: { accountId } });
  return passkey;
}

/** Errors: `platform.not-found`. */
export async function getOwnPasskey(ctx: Context, accountId: string, id: string): Promise<Passkey> {
  const passkey = await findOwn(ctx, accountId, id);
  if (!passkey) throw platformErrors.notFound();
  return passkey;
}

/** Whoever holds the device is signed out: every session but `keep` ends. */
export async function removePasskey(
  ctx: Context,
  { id, accountId, name }: Passkey,
  keep: string | null,
): Promise<void> {
  await deletePasskey(ctx, id);
  await endSessions(ctx, accountId, keep);
  await tellAccount(ctx, accountId, 'passkeyRemoved', { name });
  ctx.record({ action: 'passkey.remove', entity: 'passkey', entityId: id, detail: { accountId } });
}

/** Begins a sign-in with whichever passkey the person chooses; it counts in this interaction alone. */
export async function startAssertion(
  ctx: Context,
  site: RelyingSite,
  interaction: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await requestOptions(site);
  await keepChallenge(ctx, options.challenge, ofInteraction(interaction));
  return options;
}

/**
 * Whose passkey was shown in an interaction. A challenge is used up by the first try, whatever comes of it.
 * Errors: `passkey.expired`, `.refused`, `.unknown`, `.copied`.
 */
export async function takeAssertion(
  unit: UnitOfWork,
  site: RelyingSite,
  interaction: string,
  assertion: Assertion,
): Promise<{ accountId: string }> {
  const challenge = challengeIn(assertion.response.clientDataJSON);
  await useChallenge(unit, challenge, ofInteraction(interaction));
  const passkey = await findPasskey(unit.db, assertion.id);
  const actor = passkey && (await accountOf(unit.db, passkey.accountId, unit.clock.now()));
  if (!passkey || !actor) throw passkeyErrors.unknown();
  const use = await readAssertion(site, assertion, challenge, passkey);
  const { id, accountId } = passkey;
  const isTaken = await unit.run({ actor: system('a sign-in with a passkey') }, async (ctx) => {
    const taken = await takeUse(ctx, id, use);
    const action = taken ? 'account.sign-in' : 'account.sign-in-failed';
    const problem = taken ? {} : { problem: 'counter' };
    ctx.record({ action, entity: 'account', entityId: accountId, detail: { passkey: id, ...problem } });
    return taken;
  });
  if (!isTaken) throw passkeyErrors.copied();
  return { accountId };
}

/** In a transaction of its own, so that a challenge is used up although its command is undone. */
async function useChallenge(unit: UnitOfWork, challenge: string, boundTo: string): Promise<void> {
  const taken = await unit.run({ actor: system('a challenge is used up by the first try') }, (ctx) =>
    takeChallenge(ctx, challenge, boundTo),
  );
  if (!taken) throw passkeyErrors.expired();
}

function ofAccount(accountId: string): string {
  return `account:${accountId}`;
}

function ofInteraction(uid: string): string {
  return `interaction:${uid}`;
}
