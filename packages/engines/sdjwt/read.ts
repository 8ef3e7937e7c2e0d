import { decodeBase64url } from './base64url.ts';
import { decodeJson, readDisclosure } from './disclosure.ts';
import { bounds, SdJwtError, type Jws, type SdJwt } from './model.ts';

/** Reads an SD-JWT or SD-JWT+KB in its compact form; checks no signature. Errors: `SdJwtError`. */
export function readSdJwt(text: string): SdJwt {
  if (text.length > bounds.characters) throw new SdJwtError('too long');
  const parts = text.split('~');
  const [issued = '', ...rest] = parts;
  const binding = rest.pop();
  if (binding === undefined) throw new SdJwtError('no ~ at its end');
  if (rest.length > bounds.disclosures) throw new SdJwtError('too many disclosures');
  return {
    issued: readJws(issued),
    disclosures: rest.map(readDisclosure),
    keyBinding: binding === '' ? undefined : readJws(binding),
  };
}

/** Reads a JWS in its compact form whose payload is a JSON object; checks no signature. Errors: `SdJwtError`. */
export function readJws(text: string): Jws {
  const parts = text.split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) throw new SdJwtError('not three parts');
  decodeBase64url(signature);
  return { text, header: objectOf(header), payload: objectOf(payload) };
}

function objectOf(part: string): Record<string, unknown> {
  const value = decodeJson(part);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new SdJwtError('not an object');
  return value as Record<string, unknown>;
}
