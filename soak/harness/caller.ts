import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@quancheng/kernel/platform/ids';

/** Who calls: a bearer token, and an address of their own, as the limit of requests counts by address. */
export interface Caller {
  token: string;
  address: string;
}

export interface Reply<T = unknown> {
  status: number;
  body: T;
  /** The answer is that of an earlier call with the same key. */
  replayed: boolean;
  ms: number;
}

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  by?: Caller;
  body?: unknown;
  /** Of a command; one is made where none is given. */
  key?: string;
  purpose?: string;
}

/** One request over HTTP; rejects when the connection breaks or nothing comes for half a minute. */
export async function send<T>(origin: string, call: Call): Promise<Reply<T>> {
  const { method = call.body === undefined ? 'GET' : 'POST', by } = call;
  const began = performance.now();
  const answer = await fetch(new URL(call.path, origin), {
    method,
    headers: {
      ...(by ? { authorization: `Bearer ${by.token}`, 'x-forwarded-for': by.address } : {}),
      ...(call.purpose === undefined ? {} : { 'x-purpose': call.purpose }),
      ...(method === 'GET'
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': call.key ?? newId() }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(call.body ?? {}) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return {
    status: answer.status,
    body: (isJson ? JSON.parse(text) : text) as T,
    replayed: answer.headers.get('idempotency-replayed') === 'true',
    ms: performance.now() - began,
  };
}

/** How often commands were tried again, and what else was answered while the product was down. */
export interface Insistence {
  broken: number;
  unavailable: number;
  /** Answers of 500 and above that are not «unavailable, try again». */
  faults: string[];
}

const patienceMs = 120_000;

/** Calls until an answer comes that is not of the server's own trouble, with one key all the while. */
export async function insist<T>(origin: string, call: Call, seen: Insistence): Promise<Reply<T>> {
  const keyed = { ...call, key: call.key ?? newId() };
  for (const began = Date.now(); ;) {
    try {
      const reply = await send<T>(origin, keyed);
      if (reply.status < 500) return reply;
      if (reply.status === 503) seen.unavailable += 1;
      else seen.faults.push(`${call.path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    } catch {
      seen.broken += 1;
    }
    if (Date.now() - began > patienceMs) throw new Error(`${call.path}: no answer in two minutes`);
    await sleep(100);
  }
}

export async function isReady(origin: string): Promise<boolean> {
  return fetch(new URL('/readyz', origin)).then(
    ({ status }) => status === 200,
    () => false,
  );
}
