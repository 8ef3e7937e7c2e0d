import { sha256 } from '@noble/hashes/sha2.js';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { SdJwtError, type Disclosure } from './model.ts';

const utf8 = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true });

/** SHA-256 over the characters of a text. */
export function hashOf(text: string): string {
  return encodeBase64url(sha256(utf8.encode(text)));
}

/** JSON as it travels in a part. */
export function encodeJson(value: unknown): string {
  return encodeBase64url(utf8.encode(JSON.stringify(value)));
}

/** Errors: `SdJwtError`. */
export function decodeJson(part: string): unknown {
  const bytes = decodeBase64url(part);
  try {
    return JSON.parse(strict.decode(bytes));
  } catch {
    throw new SdJwtError('a part is not JSON');
  }
}

/** Errors: `SdJwtError` for what is no disclosure. */
export function readDisclosure(text: string): Disclosure {
  const parts = decodeJson(text);
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') throw new SdJwtError('not a disclosure');
  const digest = hashOf(text);
  if (parts.length === 2) return { text, digest, name: undefined, value: parts[1] };
  const [, name, value] = parts as [string, unknown, unknown];
  if (parts.length !== 3 || typeof name !== 'string') throw new SdJwtError('not a disclosure');
  if (name === '_sd' || name === '...' || name === '__proto__') throw new SdJwtError(`a claim named ${name}`);
  return { text, digest, name, value };
}
