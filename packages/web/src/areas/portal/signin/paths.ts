/** What a browser that waits for a phone reads. */
export function phonePath(query: URLSearchParams): string {
  return `/api/v1/signin/phone?uid=${encodeURIComponent(query.get('uid') ?? '')}`;
}

/** What the page of consent reads; the server reads it too before it renders. */
export function consentPath(query: URLSearchParams): string {
  return `/api/v1/signin/consent?uid=${encodeURIComponent(query.get('uid') ?? '')}`;
}
