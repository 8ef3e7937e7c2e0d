import { createHash, randomBytes } from 'node:crypto';

const validMs = 24 * 3_600_000;

/** The secret of a one-time link, 192 bits. */
export function newLinkSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** What is kept of it. */
export function hashLinkSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function linkEnd(now: Date): Date {
  return new Date(now.getTime() + validMs);
}
