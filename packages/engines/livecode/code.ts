import { decodeCbor, encodeCbor, type Cbor } from './cbor.ts';
import {
  bounds,
  digestOctets,
  issuerOctets,
  LiveCodeError,
  saltOctets,
  type IssuedCard,
  type Item,
  type LiveCode,
  type Octets,
  type Statement,
} from './model.ts';

const version = 1;
/** Protected header of COSE (RFC 9052): ES256. */
const es256 = Uint8Array.of(0xa1, 0x01, 0x26);

/** Keeps a signature for one thing from being shown as one for another. */
const contexts = { card: 'live-card', code: 'live-code', device: 'live-device' } as const;

export function writeStatement(statement: Statement): Octets {
  const { issuer, type, typeName, deviceKey, issuedAt, expiresAt, list, place, digests } = statement;
  return encodeCbor([version, issuer, type, typeName, deviceKey, issuedAt, expiresAt, list, place, digests]);
}

/** Errors: `LiveCodeError`. */
export function readStatement(octets: Uint8Array): Statement {
  const [kind, issuer, type, typeName, deviceKey, issuedAt, expiresAt, list, place, digests] = arrayOf(
    decodeCbor(octets),
    10,
  );
  if (kind !== version) throw new LiveCodeError('another version');
  const read = {
    issuer: octetsOf(issuer, issuerOctets),
    type: textOf(type, bounds.name),
    typeName: textOf(typeName, bounds.name),
    deviceKey: octetsOf(deviceKey, 64),
    issuedAt: numberOf(issuedAt),
    expiresAt: numberOf(expiresAt),
    list: numberOf(list),
    place: numberOf(place),
    digests: octetsOf(digests),
  };
  const { length } = read.digests;
  if (length % digestOctets !== 0 || length > bounds.digests * digestOctets)
    throw new LiveCodeError('digests that are none');
  return read;
}

/** What the issuer signs (Sig_structure of COSE). */
export function cardToSign(statement: Uint8Array): Octets {
  return toSign(contexts.card, statement);
}

/** What a device signs to show that a key is its own; `nonce` was given out for it. */
export function deviceToSign(nonce: string): Octets {
  return toSign(contexts.device, new TextEncoder().encode(nonce));
}

/** What the device signs for each code: everything that is shown, and when. */
export function codeToSign(code: Omit<LiveCode, 'deviceSignature'>): Octets {
  return toSign(contexts.code, encodeCbor(shownOf(code)));
}

function toSign(context: string, payload: Uint8Array): Octets {
  return encodeCbor(['Signature1', es256, new TextEncoder().encode(context), payload]);
}

function shownOf({ statement, signature, items, time, life, counter }: Omit<LiveCode, 'deviceSignature'>) {
  return [version, statement, signature, items.map(itemOf), time, life, counter] as const;
}

function itemOf({ index, salt, name, value }: Item): Cbor {
  return [index, salt, name, value];
}

export function writeLiveCode(code: LiveCode): Octets {
  return encodeCbor([...shownOf(code), code.deviceSignature]);
}

/** Reads what is well formed; checks no signature. Errors: `LiveCodeError`. */
export function readLiveCode(octets: Uint8Array): LiveCode {
  if (octets.length > bounds.octets) throw new LiveCodeError('too long');
  const [kind, statement, signature, items, time, life, counter, deviceSignature] = arrayOf(
    decodeCbor(octets),
    8,
  );
  if (kind !== version) throw new LiveCodeError('another version');
  const read = {
    statement: octetsOf(statement),
    signature: octetsOf(signature, 64),
    items: listOf(items, bounds.items).map(readItem),
    time: numberOf(time),
    life: numberOf(life),
    counter: numberOf(counter),
    deviceSignature: octetsOf(deviceSignature, 64),
  };
  if (read.life > bounds.life) throw new LiveCodeError('it would count for too long');
  return read;
}

function readItem(value: Cbor): Item {
  const [index, salt, name, text] = arrayOf(value, 4);
  return {
    index: numberOf(index),
    salt: octetsOf(salt, saltOctets),
    name: textOf(name, bounds.name),
    value: textOf(text, bounds.value),
  };
}

/** The digest of an item, as the statement has it. */
export async function digestOf({ salt, name, value }: Omit<Item, 'index'>): Promise<Octets> {
  const whole = await crypto.subtle.digest('SHA-256', encodeCbor([salt, name, value]));
  return new Uint8Array(whole, 0, digestOctets).slice();
}

/** By which statements name their issuer; `certificate` is DER. */
export async function issuerIdOf(certificate: Octets): Promise<Octets> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', certificate), 0, issuerOctets).slice();
}

/** Signs what a device shows now. `sign` makes r and s by the key of the device. */
export async function makeLiveCode(
  card: IssuedCard,
  shown: Pick<LiveCode, 'items' | 'time' | 'life' | 'counter'>,
  sign: (octets: Octets) => Promise<Uint8Array>,
): Promise<Octets> {
  const code = { ...card, ...shown };
  return writeLiveCode({ ...code, deviceSignature: await sign(codeToSign(code)) });
}

function listOf(value: Cbor | undefined, most: number): readonly Cbor[] {
  if (!Array.isArray(value) || value.length > most) throw new LiveCodeError('not a list of that size');
  return value as readonly Cbor[];
}

function arrayOf(value: Cbor, length: number): readonly Cbor[] {
  const list = listOf(value, length);
  if (list.length !== length) throw new LiveCodeError('not a list of that size');
  return list;
}

function octetsOf(value: Cbor | undefined, length?: number): Octets {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length))
    throw new LiveCodeError('not so many octets');
  return value as Octets;
}

function textOf(value: Cbor | undefined, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw new LiveCodeError('not a text of that length');
  return value;
}

function numberOf(value: Cbor | undefined): number {
  if (typeof value !== 'number') throw new LiveCodeError('not a number');
  return value;
}
