import type { TestServer } from '@quancheng/testing';
import type { OpenApi, Operation } from './operations.ts';
import { operationsOf } from './operations.ts';

export interface Sent {
  method?: string;
  url: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Got {
  status: number;
  headers: Headers;
  text: string;
  /** Code of the problem document, if it is one. */
  code: string | undefined;
}

/** Lets a server believe the address that a request names, so that limits of one caller are not those of the test. */
export const behindProxy = { TRUST_PROXY: 'on' };

let visits = 0;

/** Sends one request as a caller whom the server has not met: no limit of an earlier one holds for it. */
export async function visit(server: TestServer, sent: Sent): Promise<Got> {
  visits += 1;
  const raw = typeof sent.body === 'string' || sent.body instanceof FormData;
  const answer = await fetch(new URL(sent.url, `http://127.0.0.1:${portOf(server)}`), {
    method: sent.method ?? 'GET',
    redirect: 'manual',
    headers: {
      'x-forwarded-for': `10.${(visits >> 16) & 255}.${(visits >> 8) & 255}.${visits & 255}`,
      ...(sent.token ? { authorization: `Bearer ${sent.token}` } : {}),
      ...(sent.body === undefined || sent.body instanceof FormData
        ? {}
        : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { body: raw ? (sent.body as string) : JSON.stringify(sent.body) }),
  });
  const text = await answer.text();
  const isProblem = (answer.headers.get('content-type') ?? '').includes('problem+json');
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
  return { status: answer.status, headers: answer.headers, text, code };
}

/** The port itself: over TLS the origin is that of a proxy which is not there. */
export function portOf(server: TestServer): number {
  const address = server.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

export async function readOperations(server: TestServer): Promise<Operation[]> {
  const { text } = await visit(server, { url: '/api/openapi.json' });
  return operationsOf(JSON.parse(text) as OpenApi);
}

/** Uploads bytes under a name, as a browser's form does. */
export function upload(
  server: TestServer,
  token: string,
  name: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<Got> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return visit(server, { method: 'POST', url: '/api/v1/files', token, body: form });
}

export const pdf = new TextEncoder().encode('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

/** Reads along with the logger's own stream; what it writes goes out as before. */
export function captureLog(server: TestServer, lines: string[]): void {
  const log = server.services.log as unknown as Record<symbol, { write(line: string): unknown } | undefined>;
  const stream = Object.getOwnPropertySymbols(log)
    .concat(Object.getOwnPropertySymbols(Object.getPrototypeOf(log) as object))
    .map((symbol) => log[symbol])
    .find((value) => typeof value?.write === 'function');
  if (!stream) throw new Error('the logger has no stream');
  const write = stream.write.bind(stream);
  stream.write = (line) => {
    lines.push(line);
    return write(line);
  };
}
