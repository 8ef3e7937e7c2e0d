import {
  deviceToSign,
  makeLiveCode,
  textsOf,
  type Octets,
  type ShownCode,
} from '@quancheng/engines/livecode';
import { decodeBase64url, encodeBase64url } from '@quancheng/engines/sdjwt';
import type { KeptCard, Package } from './model.ts';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Seconds for which a code counts, and after which the screen shows the next one. */
export const lifeSeconds = 45;
export const renewSeconds = 20;

/** A key of this device, which the browser keeps and lends for signing only. */
export async function makeKey(): Promise<{ key: CryptoKey; x: string; y: string }> {
  const pair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { key: pair.privateKey, x, y };
}

/** Shows that the key is held, by a nonce of the server. */
export async function proofBy(key: CryptoKey, nonce: string): Promise<string> {
  return encodeBase64url(await sign(key, deviceToSign(nonce)));
}

/** What the screen shows of a card now: one text, or several one after the other. */
export async function codeOf(
  { key, counter }: Pick<Package, 'key' | 'counter'>,
  { card, chosen }: Pick<KeptCard, 'card' | 'chosen'>,
  now: Date,
): Promise<ShownCode[]> {
  const items = card.claims
    .filter(({ name }) => chosen.includes(name))
    .map(({ index, name, value, salt }) => ({ index, name, value, salt: decodeBase64url(salt) }));
  const code = await makeLiveCode(
    { statement: decodeBase64url(card.statement), signature: decodeBase64url(card.signature) },
    { items, time: Math.floor(now.getTime() / 1000), life: lifeSeconds, counter },
    (octets) => sign(key, octets),
  );
  return textsOf(code);
}

async function sign(key: CryptoKey, octets: Octets): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(ecdsa, key, octets));
}

/** As its holder knows it in a list: the system, and nothing by which it could be followed. */
export function deviceName(): string {
  const names = ['iPhone', 'iPad', 'Android', 'HarmonyOS', 'Windows', 'Macintosh', 'Linux'];
  return names.find((name) => navigator.userAgent.includes(name)) ?? 'Web';
}
