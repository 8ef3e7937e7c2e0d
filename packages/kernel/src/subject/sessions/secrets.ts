import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Compares what was given with a secret, in a time that tells nothing of where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * A secret in another guise each time it is sent: pages are compressed, and the length of a compressed page
 * would tell a secret that stands in each of them to who can put guesses beside it (BREACH).
 */
export function veil(secret: string): string {
  const plain = Buffer.from(secret);
  const pad = randomBytes(plain.length);
  return Buffer.concat([pad, xor(plain, pad)]).toString('base64url');
}

/** Whether what was given is the secret behind its veil. */
export function sameVeiled(given: string, expected: string): boolean {
  const bytes = Buffer.from(given, 'base64url');
  const half = bytes.length / 2;
  if (!Number.isInteger(half)) return false;
  return sameSecret(xor(bytes.subarray(half), bytes.subarray(0, half)).toString(), expected);
}

function xor(bytes: Buffer, pad: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));
}
