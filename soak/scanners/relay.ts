import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Whose token a request goes with; the first pattern that fits its path. */
export type Cast = readonly (readonly [RegExp, string])[];

export interface Relay {
  origin: string;
  /** Requests that passed, and answers of 500 and above with what was asked. */
  seen: { requests: number; faults: string[] };
  stop(): Promise<void>;
}

/**
 * Stands between a scanner and the product: it signs each request in as whoever may ask it, and gives each an
 * address of its own, so that the scan tests the product and not its limit of requests.
 */
export async function startRelay(target: string, cast: Cast): Promise<Relay> {
  const seen: Relay['seen'] = { requests: 0, faults: [] };
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    seen.requests += 1;
    const path = incoming.url ?? '/';
    const token = cast.find(([pattern]) => pattern.test(path))?.[1] ?? '';
    const n = seen.requests;
    const headers = {
      ...incoming.headers,
      host: `${hostname}:${port}`,
      authorization: `Bearer ${token}`,
      'x-purpose': 'supervision',
      'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    };
    const passed = request({ hostname, port, path, method: incoming.method, headers }, (answer) => {
      if ((answer.statusCode ?? 0) >= 500)
        seen.faults.push(`${incoming.method} ${path}: ${answer.statusCode}`);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => refuse(incoming, outgoing));
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: originOf(server), seen, stop: () => stop(server) };
}

/** What Node itself does not send on, such as a header with a line break in it. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  if (!outgoing.headersSent) outgoing.writeHead(400);
  outgoing.end();
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
