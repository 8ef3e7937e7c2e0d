import type { FastifyRequest } from 'fastify';

/** By which a wallet shows its token. */
export function headersOf({ headers }: FastifyRequest) {
  const { authorization, dpop } = headers;
  return { authorization, dpop: typeof dpop === 'string' ? dpop : undefined };
}

/** Whether a request carries the token of a wallet, which is none of a session. */
export function carriesWalletToken({ routeOptions, headers }: FastifyRequest): boolean {
  return routeOptions.url === '/oid4vci/credential' && headers.authorization !== undefined;
}
