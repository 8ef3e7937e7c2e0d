import { unzlibSync } from 'fflate';
import { decodeBase64url, readJws } from '../sdjwt/index.ts';
import { isSigned, leafOf, type Certificate } from './chain.ts';
import { issuerIdOf } from './code.ts';
import { LiveCodeError, type Octets } from './model.ts';

/** What someone who checks codes keeps, as the platform gave it out. */
export interface TrustBundle {
  /** Certificates of the roots, base64 of DER. */
  roots: string[];
  /** A JWT of type `live-snapshot+jwt` with `x5c`; its payload is a `Snapshot`. */
  snapshot: string;
}

/** Who issues cards, and which of their cards counted no more, at one instant. */
export interface Snapshot {
  /** Seconds since 1970. */
  iat: number;
  /** Chains of the issuers from their own certificate up to the one below the root, base64 of DER. */
  issuers: string[][];
  /** Two bits a place, the first in the lowest: 0 valid, 1 invalid, 2 suspended; zlib, base64url. */
  lists: { id: number; lst: string }[];
  types: LicenceTypeWords[];
}

/** How the licences of a type are named, and what they say. */
export interface LicenceTypeWords {
  code: string;
  name: Words;
  claims: { path: string; label: Words; format: string }[];
}

interface Words {
  zh: string;
  en: string;
}

/** A bundle that was checked, ready for many codes. */
export interface Trust {
  /** By the hexadecimal name of the issuer. */
  issuers: ReadonlyMap<string, Certificate>;
  lists: ReadonlyMap<number, Uint8Array>;
  types: ReadonlyMap<string, LicenceTypeWords>;
  asOf: Date;
}

/** Octets of a status list, at most. */
const longestList = 2 ** 20;
const mostLists = 1000;

/** Checks a bundle and makes it ready. Errors: `LiveCodeError` for one that was changed or leads to no root. */
export async function openTrust({ roots, snapshot }: TrustBundle): Promise<Trust> {
  const trusted = roots.map(fromBase64);
  const { header, payload, text } = readingJws(snapshot);
  if (header['typ'] !== 'live-snapshot+jwt' || header['alg'] !== 'ES256')
    throw new LiveCodeError('not a snapshot');
  const signer = await leafOf(chainOf(header['x5c']), trusted);
  const end = text.lastIndexOf('.');
  const signed = new TextEncoder().encode(text.slice(0, end));
  if (!(await isSigned(signer.key, decodeBase64url(text.slice(end + 1)), signed)))
    throw new LiveCodeError('the snapshot was changed');
  const { iat, issuers, lists, types } = payload as unknown as Snapshot;
  const leaves = await Promise.all(issuers.map((chain) => leafOf(chainOf(chain), trusted)));
  const named = leaves.map(async (leaf) => [hexOf(await issuerIdOf(leaf.der)), leaf] as const);
  return {
    issuers: new Map(await Promise.all(named)),
    lists: new Map(lists.slice(0, mostLists).map(({ id, lst }) => [id, inflate(lst)])),
    types: new Map(types.map((type) => [type.code, type])),
    asOf: new Date(iat * 1000),
  };
}

export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** 0 valid, 1 invalid, 2 suspended; undefined where nothing is known of the place. */
export function statusAt({ lists }: Trust, list: number, place: number): number | undefined {
  const octet = lists.get(list)?.[Math.floor(place / 4)];
  return octet === undefined ? undefined : (octet >> ((place % 4) * 2)) & 3;
}

function readingJws(text: string) {
  try {
    return readJws(text);
  } catch {
    throw new LiveCodeError('not a snapshot');
  }
}

function inflate(text: string): Uint8Array {
  const octets = unzlibSync(decodeBase64url(text), { out: new Uint8Array(longestList) });
  return octets.slice();
}

function chainOf(x5c: unknown): Octets[] {
  if (!Array.isArray(x5c) || !x5c.every((one) => typeof one === 'string'))
    throw new LiveCodeError('not a chain');
  return x5c.map(fromBase64);
}

function fromBase64(text: string): Octets {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
