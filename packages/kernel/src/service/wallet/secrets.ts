import { randomBytes } from 'node:crypto';
import { digest } from '../../platform/crypto/index.ts';

/** 256 random bits for one use. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a secret. */
export function hashOf(...parts: string[]): Buffer {
  return digest('SHA-256', Buffer.from(parts.join('\n')));
}
