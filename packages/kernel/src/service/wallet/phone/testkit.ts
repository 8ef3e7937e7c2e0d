import { webcrypto } from 'node:crypto';
import { deviceToSign, makeLiveCode, textsOf, type Octets } from '@quancheng/engines/livecode';
import type { CardAnswer } from '../cards.ts';

/** Sends a command as the holder of the phone. */
export type Post = <T>(path: string, body: object) => Promise<{ status: number; body: T }>;

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const octetsOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));

/** A phone with a key that does not leave it, as the browser has one. */
export async function makePhone(post: Post, name = '我的手机') {
  const pair = await webcrypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const sign = async (octets: Octets) =>
    new Uint8Array(await webcrypto.subtle.sign(ecdsa, pair.privateKey, octets));
  const { c_nonce: nonce } = (await post<{ c_nonce: string }>('/oid4vci/nonce', {})).body;
  const proof = Buffer.from(await sign(deviceToSign(nonce))).toString('base64url');
  const body = { name, key: { x, y }, nonce, proof };
  const made = await post<{ id: string }>('/api/v1/me/cards/devices', body);
  return { status: made.status, id: made.body.id, body, sign };
}

export type Phone = Awaited<ReturnType<typeof makePhone>>;

export function askForCards(post: Post, { id }: Pick<Phone, 'id'>, ...licences: string[]) {
  return post<{ items: CardAnswer[] }>(`/api/v1/me/cards/devices/${id}/cards`, { licences });
}

/** The card of a licence on a phone, which shows what is named. */
export async function cardOn(post: Post, phone: Pick<Phone, 'id' | 'sign'>, licenceId: string) {
  const { items } = (await askForCards(post, phone, licenceId)).body;
  const card = items[0]?.card;
  if (!card) throw new Error(`no card: ${JSON.stringify(items)}`);
  const show = (names: readonly string[]) =>
    makeLiveCode(
      { statement: octetsOf(card.statement), signature: octetsOf(card.signature) },
      {
        items: card.claims
          .filter(({ name }) => names.includes(name))
          .map(({ index, name, salt, value }) => ({ index, name, value, salt: octetsOf(salt) })),
        time: Math.floor(Date.now() / 1000),
        life: 45,
        counter: 1,
      },
      phone.sign,
    );
  return {
    ...card,
    show,
    /** As the QR codes of the screen say it. */
    texts: async (names: readonly string[]) => textsOf(await show(names)).map(({ text }) => text),
  };
}
