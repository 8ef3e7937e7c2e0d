/** The session's cookie; over TLS its prefix keeps other hosts of the domain from planting one (RFC 6265bis). */
export function sessionCookieOf(origin: string): string {
  return origin.startsWith('https:') ? '__Host-qc_session' : 'qc_session';
}
