import { createServer, isIPv6, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { configErrors, type Config } from './config/index.ts';

/**
 * The port to listen on, tried before anything else is started. 0 asks the system for a free one now,
 * because the issuer must name it. Errors: `config.port-taken`, `config.port-forbidden`, `config.host-unknown`.
 */
export async function findPort({ port, host }: Config): Promise<number> {
  const server = await open(createServer(), port, host ?? '127.0.0.1');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : port;
}

/**
 * Opens the server to its addresses: a demo answers its own machine on both families, any other every
 * address unless `HOST` names one. The answer stops what Fastify does not know of.
 */
export async function listen(
  app: FastifyInstance,
  options: { host: string | null; demo: boolean; port: number },
): Promise<() => Promise<void>> {
  const { port, demo } = options;
  const host = options.host ?? (demo ? '127.0.0.1' : '::');
  await app.listen({ port, host, ...(host === '::' ? { ipv6Only: false } : {}) }).catch((error: unknown) => {
    throw told(error, port, host);
  });
  if (options.host !== null || !demo) return async () => undefined;
  // The same server behind a second address: connections are handed over, whether they speak TLS or not.
  const second = createServer((socket) => app.server.emit('connection', socket));
  await open(second, port, '::1').catch((error: unknown) => {
    if (!hasNoIpv6(error)) throw error;
  });
  return async () => void second.close();
}

/** Where people reach the server unless `QC_ORIGIN` says so. */
export function originOf({ origin, tls, host }: Config, port: number): string {
  if (origin !== null) return origin;
  const everywhere = host === null || ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host);
  const name = everywhere ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}

function open(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(told(error, port, host)));
    server.listen(port, host, () => resolve(server));
  });
}

function hasNoIpv6(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return /^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function told(error: unknown, port: number, host: string): unknown {
  const other = port < 65_535 ? port + 1 : 8080;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return configErrors.portTaken({ port, other });
    case 'EACCES':
      return configErrors.portForbidden({ port });
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
      return Object.assign(configErrors.hostUnknown({ host }), { cause: error });
    default:
      return error;
  }
}
