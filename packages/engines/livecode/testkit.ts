import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { certify, makePair, type Pair } from '../pki/testkit.ts';
import {
  cardToSign,
  digestOf,
  issuerIdOf,
  makeLiveCode,
  writeStatement,
  type IssuedCard,
  type Item,
  type Octets,
  type Snapshot,
} from './index.ts';

/** An authority of its own, with one issuer of cards. */
export interface House {
  root: Octets;
  chain: Octets[];
  issuer: Octets;
  sign(octets: Uint8Array): Uint8Array;
  snapshot(marked?: Record<number, number>, at?: Date): string;
}

export async function makeHouse(): Promise<House> {
  const [rootPair, middlePair, pair] = [makePair('ES256'), makePair('ES256'), makePair('ES256')];
  const top = await certify({ profile: 'root', common: '根', pair: rootPair, issuer: rootPair });
  const middle = await certify({ profile: 'intermediate', common: '中级', pair: middlePair, issuer: top });
  const from = new Date(Date.now() - 3 * 86_400_000);
  const leaf = await certify({ profile: 'signer', common: '签发', pair, issuer: middle, from });
  const chain = [leaf, middle].map(({ certificate }) => Uint8Array.from(certificate));
  const [own = new Uint8Array()] = chain;
  return {
    root: Uint8Array.from(top.certificate),
    chain,
    issuer: await issuerIdOf(own),
    sign: (octets) => rawBy(pair, octets),
    snapshot: (marked = {}, at = new Date()) => snapshotBy(pair, chain, marked, at),
  };
}

/** ECDSA as certificates have it, turned into r and s. */
function rawBy(pair: Pair, octets: Uint8Array): Uint8Array {
  const der = Buffer.from(pair.sign(octets) as Uint8Array);
  const first = der.subarray(4, 4 + (der[3] ?? 0));
  const second = der.subarray(4 + first.length + 2);
  return Buffer.concat(
    [first, second].map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32)),
  );
}

function snapshotBy(pair: Pair, chain: Octets[], marked: Record<number, number>, at: Date): string {
  const x5c = chain.map((one) => Buffer.from(one).toString('base64'));
  const octets = new Uint8Array(1024);
  for (const [place, status] of Object.entries(marked))
    octets[Number(place) >> 2] = (octets[Number(place) >> 2] ?? 0) | (status << ((Number(place) & 3) * 2));
  const payload: Snapshot = {
    iat: Math.floor(at.getTime() / 1000),
    issuers: [x5c],
    lists: [{ id: 1, lst: deflateSync(octets).toString('base64url') }],
    types: [],
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ typ: 'live-snapshot+jwt', alg: 'ES256', x5c })}.${encode(payload)}`;
  return `${signed}.${Buffer.from(rawBy(pair, Buffer.from(signed))).toString('base64url')}`;
}

/** A phone with a card on it. */
export interface Phone {
  card: IssuedCard;
  items: Item[];
  show(at: Date, items?: Item[]): Promise<Octets>;
}

export async function makePhone(
  house: House,
  values: Readonly<Record<string, string>>,
  { place = 7, issuedAt = new Date(Date.now() - 60_000) } = {},
): Promise<Phone> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const items = Object.entries(values).map(([name, value], index) => ({
    index,
    salt: Uint8Array.from(randomBytes(16)),
    name,
    value,
  }));
  const statement = writeStatement({
    issuer: house.issuer,
    type: 'elderly-card',
    typeName: '老年人优待证',
    deviceKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-64),
    issuedAt: Math.floor(issuedAt.getTime() / 1000),
    expiresAt: Math.floor(Date.now() / 1000) + 86_400,
    list: 1,
    place,
    digests: Buffer.concat(await Promise.all(items.map(digestOf))),
  });
  const card = { statement, signature: house.sign(cardToSign(statement)) };
  let counter = 0;
  return {
    card,
    items,
    show: (at, shown = items) => {
      counter += 1;
      const time = Math.floor(at.getTime() / 1000);
      const by = async (octets: Uint8Array) => rawSignature(privateKey, octets);
      return makeLiveCode(card, { items: shown, time, life: 45, counter }, by);
    },
  };
}

function rawSignature(key: KeyObject, octets: Uint8Array): Uint8Array {
  return sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' });
}
