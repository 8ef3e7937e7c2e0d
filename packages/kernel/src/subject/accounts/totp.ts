import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepSeconds = 30;

/** A fresh TOTP secret in Base32 (RFC 6238, RFC 4648). */
export function newTotpSecret(): string {
  return randomBase32(32);
}

/** 5 random bits a character, of which none looks like another. */
export function randomBase32(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join('');
}

/** The six digits of an instant (RFC 6238, HMAC-SHA-1, 30 s). */
export function totpCode(secret: string, at: Date, offset = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(stepOf(at) + offset));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const start = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The time step that a code belongs to; the one before and after count as well, for clocks that differ. */
export function findTotpStep(secret: string, code: string, at: Date): number | undefined {
  const given = Buffer.from(code.replaceAll(/\s/g, ''));
  const offset = [-1, 0, 1].find((candidate) => {
    const expected = Buffer.from(totpCode(secret, at, candidate));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return offset === undefined ? undefined : stepOf(at) + offset;
}

function stepOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The address by which an authenticator on the same device takes a secret in. */
export function totpUri(secret: string, issuer: string, login: string): string {
  const name = encodeURIComponent(issuer);
  return `otpauth://totp/${name}:${encodeURIComponent(login)}?secret=${secret}&issuer=${name}`;
}
