import type { FastifyRequest } from 'fastify';

/** By which a wallet shows its token. */
export function headersOf({ headers }: FastifyRequest) {
  const { authorization, dpop } = headers;
  return { authorization, dpop: typeof dpop === 'string' ? dpop : undefined };
}

/**
 * Whether a request speaks a wallet's protocol: its token is not that of a session, and a cookie that a browser adds
 * counts for nothing.
 */
export function isWalletCall({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): boolean {
  return /^\/(oid4vci|verifier)\//.test(routeOptions.url ?? '');
}
