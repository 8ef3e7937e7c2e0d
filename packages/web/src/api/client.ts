import type { Problem } from './types.ts';

/** A call that was not answered as hoped; `status` 0 when nothing came back at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem ? `${problem.code} (${problem.requestId})` : `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

export interface Command {
  path: string;
  body?: unknown;
  /** Of the case as one saw it; the server refuses when it has changed since. */
  version?: number;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) });
}

/** Asks while nobody uses the page: the session is not kept open by it. */
export async function peekJson<T>(path: string): Promise<T> {
  return answer<T>(path, { headers: { accept: 'application/json', 'x-unattended': 'true' } });
}

/** Sends a command; the same `key` again means the same intent, carried out once. */
export async function sendJson<T>(command: Command, csrf: string, key: string): Promise<T> {
  return answer<T>(command.path, requestOf(command, csrf, key, {}));
}

/** The same while nobody uses a page: the session is not kept open by it. */
export async function sendUnattended<T>(command: Command, csrf: string, key: string): Promise<T> {
  return answer<T>(command.path, requestOf(command, csrf, key, { 'x-unattended': 'true' }));
}

function requestOf(command: Command, csrf: string, key: string, more: Record<string, string>): RequestInit {
  return {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-csrf-token': csrf,
      'idempotency-key': key,
      ...(command.version === undefined ? {} : { 'if-match': `"${command.version}"` }),
      ...more,
    },
    body: JSON.stringify(command.body ?? {}),
  };
}

export async function sendFile<T>(path: string, file: File, csrf: string, key: string): Promise<T> {
  const body = new FormData();
  body.set('file', file);
  return answer<T>(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'x-csrf-token': csrf, 'idempotency-key': key },
    body,
  });
}

async function answer<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, null);
  }
  if (!response.ok) throw new ApiError(response.status, await readProblem(response));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return body.text && body.remedy ? (body as Problem) : null;
  } catch {
    return null; // not ours: a proxy's page, say
  }
}

/** UUID version 4; `crypto.randomUUID` is younger than our oldest browsers. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
