import { X509Certificate } from 'node:crypto';
import { authorityErrors } from './errors.ts';

/** A certificate as text (RFC 7468). */
export function certificatePem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

/** What some programs write before and after the request does not matter. */
const request =
  /-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END \1?CERTIFICATE REQUEST-----/;

/** The octets of a request for a certificate in PEM (RFC 7468 §7). Errors: `authority.request-unreadable`. */
export function requestOctets(text: string): Buffer {
  const [, , body] = request.exec(text) ?? [];
  if (body === undefined) throw authorityErrors.requestUnreadable();
  return Buffer.from(body, 'base64');
}
