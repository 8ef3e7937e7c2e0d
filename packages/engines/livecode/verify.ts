import { importPoint, isSigned, sameOctets } from './chain.ts';
import { cardToSign, codeToSign, digestOf, readLiveCode, readStatement } from './code.ts';
import {
  clockSkewSeconds,
  digestOctets,
  LiveCodeError,
  type Item,
  type LiveCode,
  type Statement,
} from './model.ts';
import { hexOf, statusAt, type Trust } from './trust.ts';

/** How a code stands, in the order in which it is looked at. */
export const verdicts = [
  /** No code of this kind. */
  'unreadable',
  'unknown-issuer',
  /** A signature or digest does not fit. */
  'changed',
  /** Its time is over: a picture of a code, or one that was passed on. */
  'expired-code',
  /** Of a time to come: one of the two clocks is wrong. */
  'early-code',
  'expired-card',
  'revoked',
  'suspended',
  /** All fits, and nothing was against it at the time of the snapshot. */
  'valid-as-of',
  /** All fits, and the snapshot is of now. */
  'valid',
] as const;
export type Verdict = (typeof verdicts)[number];

export interface Reading {
  verdict: Verdict;
  /** What was shown; only where the verdict is that it is valid. */
  items: Pick<Item, 'name' | 'value'>[];
  /** The licence; absent while nothing says that its issuer is known and nothing was changed. */
  card?: Pick<Statement, 'type' | 'typeName'> & { issuedAt: Date; expiresAt: Date; shownAt: Date };
  /** Until when nothing had become known against it; null: its status is not in the snapshot. */
  statusAsOf: Date | null;
  /** Seconds by which the code lies outside its time on this clock; 0 within. Up to 120 are let pass. */
  clockOff: number;
}

/** How old a snapshot may be for its status to be that of now. */
const freshSeconds = 600;

/** Checks a code without any network. Never throws for what someone may have made. */
export async function verifyLiveCode(octets: Uint8Array, trust: Trust, now: Date): Promise<Reading> {
  const nothing = { items: [], statusAsOf: null, clockOff: 0 };
  try {
    const code = readLiveCode(octets);
    const statement = readStatement(code.statement);
    const issuer = trust.issuers.get(hexOf(statement.issuer));
    const made = new Date(statement.issuedAt * 1000);
    if (!issuer || made < issuer.from || now > issuer.until) return { verdict: 'unknown-issuer', ...nothing };
    if (!(await isWhole(code, statement, issuer.key))) return { verdict: 'changed', ...nothing };
    return judge(code, statement, trust, now);
  } catch (error) {
    if (error instanceof LiveCodeError) return { verdict: 'unreadable', ...nothing };
    throw error;
  }
}

/** Both signatures, and the digest of each item that is shown. */
async function isWhole(code: LiveCode, statement: Statement, issuer: CryptoKey): Promise<boolean> {
  const places = new Set(code.items.map(({ index }) => index));
  if (places.size !== code.items.length) return false;
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(statement.deviceKey, 1);
  const device = await importPoint(point);
  const found = await Promise.all([
    isSigned(issuer, code.signature, cardToSign(code.statement)),
    isSigned(device, code.deviceSignature, codeToSign(code)),
    ...code.items.map((item) => isOfStatement(item, statement)),
  ]);
  return found.every(Boolean);
}

async function isOfStatement(item: Item, { digests }: Statement): Promise<boolean> {
  const start = item.index * digestOctets;
  return sameOctets(digests.slice(start, start + digestOctets), await digestOf(item));
}

function judge(code: LiveCode, statement: Statement, trust: Trust, now: Date): Reading {
  const { list, place, type, typeName, issuedAt, expiresAt } = statement;
  const clockOff = secondsOutside(code, now);
  const status = statusAt(trust, list, place);
  // A card that is younger than the snapshot cannot be in it.
  const statusAsOf = status === undefined || issuedAt * 1000 > trust.asOf.getTime() ? null : trust.asOf;
  const verdict = verdictOf({ statement, clockOff, status, statusAsOf, now });
  const isValid = verdict === 'valid' || verdict === 'valid-as-of';
  return {
    verdict,
    items: isValid ? code.items.map(({ name, value }) => ({ name, value })) : [],
    card: {
      type,
      typeName,
      issuedAt: new Date(issuedAt * 1000),
      expiresAt: new Date(expiresAt * 1000),
      shownAt: new Date(code.time * 1000),
    },
    statusAsOf,
    clockOff: Math.abs(clockOff),
  };
}

/** Below 0: not yet; above 0: no more. */
function secondsOutside({ time, life }: LiveCode, now: Date): number {
  const seconds = Math.floor(now.getTime() / 1000);
  if (seconds < time) return seconds - time;
  return Math.max(0, seconds - time - life);
}

interface Judged {
  statement: Statement;
  clockOff: number;
  status: number | undefined;
  statusAsOf: Date | null;
  now: Date;
}

function verdictOf({ statement, clockOff, status, statusAsOf, now }: Judged): Verdict {
  const seconds = now.getTime() / 1000;
  if (clockOff > clockSkewSeconds) return 'expired-code';
  if (clockOff < -clockSkewSeconds) return 'early-code';
  if (seconds > statement.expiresAt) return 'expired-card';
  if (status === 2) return 'suspended';
  if (status !== undefined && status !== 0) return 'revoked';
  const isFresh = statusAsOf !== null && seconds - statusAsOf.getTime() / 1000 <= freshSeconds;
  return isFresh ? 'valid' : 'valid-as-of';
}
