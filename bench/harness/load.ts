import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  /** Sent as JSON, or as a form. */
  body?: unknown;
}

export interface Reply {
  status: number;
  body: Buffer;
}

export interface Client {
  /** Sends and reads the whole answer; any status but a good one ends the benchmark. */
  send(request: Request): Promise<Reply>;
  close(): void;
}

/** A client that keeps its connections open, as a browser or a proxy does. */
export function createClient(origin: string, connections: number): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(origin);
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const isForm = body instanceof URLSearchParams;
        const text = body === undefined || isForm ? body?.toString() : JSON.stringify(body);
        const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
        const kind = text === undefined ? {} : { 'content-type': type };
        const request = http.request({
          agent,
          hostname,
          port,
          method,
          path,
          headers: { ...headers, ...kind },
        });
        request.on('error', reject);
        request.on('response', (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () => {
            const reply = { status: answer.statusCode ?? 0, body: Buffer.concat(parts) };
            if (reply.status < 300) resolve(reply);
            else reject(new Error(`${method} ${path}: ${reply.status} ${reply.body.toString('utf8')}`));
          });
        });
        request.end(text);
      }),
    close: () => agent.destroy(),
  };
}

/** What a run of many tasks took. */
export interface Timing {
  perSecond: number;
  /** Of each task, in order of their end. */
  latenciesMs: number[];
}

/** Closed model: so many at once, each begins its next when the last has ended. */
export async function closed(
  options: { count: number; atOnce: number },
  task: (index: number, lane: number) => Promise<unknown>,
): Promise<Timing> {
  const { count, atOnce } = options;
  const latenciesMs: number[] = [];
  let next = 0;
  const began = performance.now();
  const lane = async (_: unknown, number: number): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      const start = performance.now();
      await task(index, number);
      latenciesMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { perSecond: (count * 1000) / (performance.now() - began), latenciesMs };
}

/**
 * Open model: tasks begin at a constant rate whether earlier ones have ended or not, and each is timed
 * from the instant at which it was due, so that waiting in line counts.
 */
export async function open(
  options: { perSecond: number; seconds: number },
  task: (index: number, due: number) => Promise<unknown>,
): Promise<Timing> {
  const { perSecond, seconds } = options;
  const count = Math.round(perSecond * seconds);
  const latenciesMs: number[] = [];
  const running: Promise<void>[] = [];
  const began = performance.now();
  for (let index = 0; index < count; index += 1) {
    const due = began + (index * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    running.push(task(index, due).then(() => void latenciesMs.push(performance.now() - due)));
  }
  await Promise.all(running);
  return { perSecond: (count * 1000) / (performance.now() - began), latenciesMs };
}
