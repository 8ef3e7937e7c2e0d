import type { Context } from '../../platform/context/index.ts';
import type { LicenceRow } from '../licences/index.ts';
import type { Signers, WalletSigner } from './signers.ts';

export interface WalletDeps {
  signers: Signers;
  /** Issuer of credentials, and what the addresses of their types and lists begin with. */
  origin: string;
  /** Who asks for presentations, as wallets show it. */
  name: { zh: string; en: string };
}

export const offerMinutes = 10;
/** Wrong transaction codes, after which an offer is dead. */
export const mostFailures = 5;
export const tokenMinutes = 10;
export const nonceMinutes = 5;
export const requestMinutes = 10;
/** Keys that one credential request may bind copies to. */
export const mostCopies = 10;
/** How far the clock of a wallet may be off, and how old its proofs may be. */
export const proofSeconds = 300;

export const preAuthorizedGrant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
export const credentialFormat = 'dc+sd-jwt';

export function minutesAfter(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}

/** Seconds since 1970, as JWTs have it. */
export function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** Whether a JWT was made about now. */
export function isFresh({ now }: Pick<Context, 'now'>, issuedAt: unknown): boolean {
  return typeof issuedAt === 'number' && Math.abs(secondsOf(now) - issuedAt) <= proofSeconds;
}

/** The end of a civil day in China. */
export function endOfDay(date: string): Date {
  return new Date(`${date}T24:00:00+08:00`);
}

/** The end of the licence's last day in China, or that of the certificate that signs. */
export function endOf(
  { validUntil }: Pick<LicenceRow, 'validUntil'>,
  signer: Pick<WalletSigner, 'validUntil'>,
): Date {
  if (validUntil === null) return signer.validUntil;
  const end = endOfDay(validUntil);
  return end < signer.validUntil ? end : signer.validUntil;
}
