import type { Readable } from 'node:stream';

/** An answer that is more than a JSON body with the route's usual status. */
export class Answer {
  readonly body: unknown;
  readonly status: number | undefined;
  readonly headers: Record<string, string>;

  constructor(body: unknown, status: number | undefined, headers: Record<string, string>) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}

export function answer(
  body: Readable | Buffer | string | object,
  options: { status?: number; headers?: Record<string, string> } = {},
): Answer {
  return new Answer(body, options.status, options.headers ?? {});
}
