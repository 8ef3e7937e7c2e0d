import type { IncomingHttpHeaders } from 'node:http';
import { certificateErrors } from './errors.ts';
import type { Shown } from './model.ts';

const mostChain = 8;
/** What a proxy writes that fills in nothing between the colons. */
const nothing = new Set<unknown>([undefined, '', '::']);
const binary = /^:([A-Za-z0-9+/]+={0,2}):$/;

/** The header by which a proxy hands a certificate on, and that of what was sent along (RFC 9440 §2). */
export const certificateHeader = 'client-cert';
const chainHeader = 'client-cert-chain';

/**
 * What a proxy says that the browser showed. Errors: `client-certificate.none`, `.unreadable`; the latter also where a
 * header came twice, since it cannot be told which one the proxy wrote.
 */
export function readHeaders(headers: IncomingHttpHeaders): Shown {
  const certificate = headers[certificateHeader];
  if (nothing.has(certificate)) throw certificateErrors.none();
  const chain = headers[chainHeader];
  const parts = typeof chain === 'string' && chain !== '' ? chain.split(',').map((part) => part.trim()) : [];
  if (parts.length > mostChain) throw certificateErrors.unreadable();
  return { certificate: octetsOf(String(certificate)), chain: parts.map(octetsOf) };
}

/** A byte sequence of structured fields (RFC 8941 §3.3.5). */
function octetsOf(field: string): Buffer {
  const [, text] = binary.exec(field) ?? [];
  if (text === undefined) throw certificateErrors.unreadable();
  return Buffer.from(text, 'base64');
}
