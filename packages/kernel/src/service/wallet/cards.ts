import { createPublicKey, randomBytes, verify } from 'node:crypto';
import {
  cardToSign,
  deviceToSign,
  digestOf,
  saltOctets,
  writeStatement,
  type Item,
} from '@quancheng/engines/livecode';
import { encodeBase64url } from '@quancheng/engines/sdjwt';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import { calculateJwkThumbprint } from 'jose';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { tellAccount } from '../../subject/accounts/index.ts';
import { findLicence, holdersOf, stateOn, typeOf, type LicenceRow } from '../licences/index.ts';
import { countDevices, holdDevice, insertDevice, licencesOn, type DeviceRow } from './card-store.ts';
import { claimsOf, formatOf, pathText, valuesOf } from './claims.ts';
import { walletErrors } from './errors.ts';
import { endOf, secondsOf, type WalletDeps } from './model.ts';
import { hashOf } from './secrets.ts';
import type { WalletSigner } from './signers.ts';
import { placeCopy } from './status.ts';
import { holdState, takeNonce } from './store.ts';
import { tenureOf, withinTenure, type Tenure } from './tenure.ts';

/** Devices of an account that may have cards at one time. */
export const mostDevices = 10;
/**
 * How long a card counts before its device has to fetch it anew: one of someone for whom the holder of the device acts
 * ends sooner, as verifiers without a network learn late that a mandate was ended; never after the mandate's last day.
 */
const cardDays = { own: 30, represented: 7 } as const;
const dayMs = 86_400_000;

export interface NewDevice {
  name: string;
  /** base64url, 32 octets each. */
  key: { x: string; y: string };
  nonce: string;
  /** r and s over `deviceToSign(nonce)`, base64url. */
  proof: string;
}

/** Keeps the key of a device of the caller, once it is proven. Errors: `wallet.device-proof`, `wallet.too-many-devices`. */
export async function addDevice(
  ctx: Context,
  { name, key, nonce, proof }: NewDevice,
): Promise<{ id: string }> {
  const accountId = accountOf(ctx);
  const jwk = { kty: 'EC', crv: 'P-256', ...key };
  if (!isProven(jwk, nonce, proof) || !(await takeNonce(ctx, hashOf(nonce))))
    throw walletErrors.deviceProof();
  if ((await countDevices(ctx, accountId)) >= mostDevices)
    throw walletErrors.tooManyDevices({ most: String(mostDevices) });
  const id = newId();
  const isNew = await insertDevice(ctx, {
    id,
    accountId,
    name,
    publicKey: Buffer.concat([key.x, key.y].map((part) => Buffer.from(part, 'base64url'))),
    thumbprint: await calculateJwkThumbprint(jwk, 'sha256'),
    createdAt: ctx.now,
  });
  if (!isNew) throw walletErrors.deviceProof();
  await tellAccount(ctx, accountId, 'cardsOnDevice', { name });
  ctx.record({ action: 'card.device', entity: 'cardDevice', entityId: id });
  return { id };
}

function isProven(
  jwk: { kty: string; crv: string; x: string; y: string },
  nonce: string,
  proof: string,
): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const signature = Buffer.from(proof, 'base64url');
    return verify('sha256', deviceToSign(nonce), { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false; // not a point on the curve
  }
}

export function accountOf({ actor }: Context): string {
  if (actor.kind !== 'account') throw platformErrors.forbidden();
  return actor.accountId;
}

/** What became of a licence that a device asked for. */
export interface CardAnswer {
  licenceId: string;
  /** `unknown`: there is none such, or it is not of the caller nor of whom the caller acts for. */
  state: 'valid' | 'suspended' | 'invalid' | 'expired' | 'unknown';
  card: Card | null;
}

/** A card as its device keeps it; octets are base64url. */
export interface Card {
  type: string;
  typeName: LicenceTypeSource['name'];
  statement: string;
  signature: string;
  claims: {
    index: number;
    name: string;
    label: { zh: string; en: string };
    format: string;
    salt: string;
    value: string;
  }[];
  issuedAt: string;
  expiresAt: string;
}

/** Issues cards for the key of a device, those that count now. Errors: `wallet.unknown-device`, those of the issuer's key. */
export async function issueCards(
  ctx: Context,
  deps: WalletDeps,
  deviceId: string,
  licenceIds: readonly string[],
): Promise<CardAnswer[]> {
  const device = await holdDevice(ctx, deviceId, accountOf(ctx));
  if (!device) throw walletErrors.unknownDevice();
  const tenure = await tenureOf(ctx, ctx.actor.kind === 'account' ? ctx.actor.personId : null);
  const signer = await deps.signers.signerOf(ctx, 'issuer');
  const answers: CardAnswer[] = [];
  // In one order for all who hold several at once.
  for (const licenceId of [...new Set(licenceIds)].toSorted())
    answers.push(await answerFor(ctx, { device, tenure, signer }, licenceId));
  return answers;
}

/** How the licences stand of which a device has cards; nothing is issued. Errors: `wallet.unknown-device`. */
export async function standingOn(
  ctx: Context,
  deviceId: string,
): Promise<Pick<CardAnswer, 'licenceId' | 'state'>[]> {
  const device = await holdDevice(ctx, deviceId, accountOf(ctx));
  if (!device) throw walletErrors.unknownDevice();
  const holders = new Set(await holdersOf(ctx));
  const standing: Pick<CardAnswer, 'licenceId' | 'state'>[] = [];
  for (const licenceId of await licencesOn(ctx, device.id))
    standing.push({ licenceId, state: stateFor(ctx, holders, await findLicence(ctx, licenceId)) });
  return standing;
}

interface Issuing {
  device: DeviceRow;
  tenure: Tenure;
  signer: WalletSigner;
}

async function answerFor(ctx: Context, issuing: Issuing, licenceId: string): Promise<CardAnswer> {
  await holdState(ctx, licenceId);
  const licence = await findLicence(ctx, licenceId);
  const state = stateFor(ctx, issuing.tenure, licence);
  const card = licence && state === 'valid' ? await issueCard(ctx, issuing, licence) : null;
  return { licenceId, state, card };
}

function stateFor(
  ctx: Context,
  holders: { has(holderId: string): boolean },
  licence: LicenceRow | undefined,
): CardAnswer['state'] {
  if (!licence || !holders.has(licence.holderId)) return 'unknown';
  const state = stateOn(licence, dateOf(ctx.now));
  return state === 'valid' || state === 'suspended' || state === 'expired' ? state : 'invalid';
}

async function issueCard(ctx: Context, issuing: Issuing, licence: LicenceRow): Promise<Card> {
  const { device, signer } = issuing;
  const type = await typeOf(ctx, licence);
  const expiresAt = cardEnd(ctx, issuing, licence);
  const { listId, place } = await placeCopy(ctx, {
    id: newId(),
    deviceId: device.id,
    licenceId: licence.id,
    thumbprint: device.thumbprint,
    expiresAt,
  });
  const claims = itemsOf(licence, type);
  const statement = writeStatement({
    issuer: signer.id,
    type: licence.typeCode,
    typeName: type.name.zh,
    deviceKey: device.publicKey,
    issuedAt: secondsOf(ctx.now),
    expiresAt: secondsOf(expiresAt),
    list: listId,
    place,
    digests: Buffer.concat(await Promise.all(claims.map(digestOf))),
  });
  const signature = await signer.sign(ctx, cardToSign(statement));
  ctx.record({
    action: 'card.issue',
    entity: 'licence',
    entityId: licence.id,
    detail: { device: device.id },
  });
  return {
    type: licence.typeCode,
    typeName: type.name,
    statement: encodeBase64url(statement),
    signature: encodeBase64url(signature),
    claims: claims.map((claim) => ({ ...claim, salt: encodeBase64url(claim.salt) })),
    issuedAt: ctx.now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** What the licence says, as items that can be shown one by one. */
function itemsOf(licence: LicenceRow, type: LicenceTypeSource) {
  const { own, fields } = valuesOf(licence, type);
  return claimsOf(type)
    .flatMap(({ path, label }) => {
      const [first, name] = path;
      const value = name === undefined ? own[first as keyof typeof own] : fields[name];
      const shown = textOf(value);
      if (shown === '') return [];
      return [{ name: pathText({ path }), label, format: formatOf(type, path), value: shown }];
    })
    .map((item, index) => ({ ...item, index, salt: randomBytes(saltOctets) }) satisfies Item);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.map(String).join('、') : String(value as string | number);
}

function cardEnd(ctx: Context, { tenure, signer }: Issuing, licence: LicenceRow): Date {
  const isOwn = ctx.actor.kind === 'account' && ctx.actor.personId === licence.holderId;
  const days = isOwn ? cardDays.own : cardDays.represented;
  const renewal = new Date(ctx.now.getTime() + days * dayMs);
  const end = withinTenure(endOf(licence, signer), tenure.get(licence.holderId));
  return end < renewal ? end : renewal;
}
