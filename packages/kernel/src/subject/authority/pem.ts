import { X509Certificate } from 'node:crypto';

/** A certificate as text (RFC 7468). */
export function certificatePem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}
