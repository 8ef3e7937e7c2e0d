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

/** Holds by what a browser is known again, longer than its sessions; it opens nothing. */
export function deviceCookieOf(origin: string): string {
  return cookieOf(origin, 'qc_device');
}

/** Holds the login that was typed until the sign-in page has shown it again. */
export function typedCookieOf(origin: string): string {
  return cookieOf(origin, 'qc_typed');
}

/** Holds the secret of a browser that waits until a phone signs it in. */
export function phoneCookieOf(origin: string): string {
  return cookieOf(origin, 'qc_phone');
}

/** Names of the identity provider's own cookies; that of a resumed sign-in is bound to its path. */
export function providerCookiesOf(origin: string): { session: string; interaction: string; resume: string } {
  return {
    session: cookieOf(origin, '_session'),
    interaction: cookieOf(origin, '_interaction'),
    resume: origin.startsWith('https:') ? '__Secure-_interaction_resume' : '_interaction_resume',
  };
}
