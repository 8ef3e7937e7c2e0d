/** Over TLS the prefix keeps other hosts of the domain from planting a cookie of ours (RFC 6265bis). */
function cookieOf(origin: string, name: string): string {
  return origin.startsWith('https:') ? `__Host-${name}` : name;
}

/** Holds the session of a browser. */
export function sessionCookieOf(origin: string): string {
  return cookieOf(origin, 'qc_session');
}

/** Holds what a sign-in that is under way must remember. */
export function flowCookieOf(origin: string): string {
  return cookieOf(origin, 'qc_signin');
}
