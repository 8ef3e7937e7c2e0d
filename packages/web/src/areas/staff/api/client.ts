import { ApiError } from '../../../api/client.ts';
import type { Problem } from '../../../api/types.ts';

/** Why data of another person is read or changed; goes into `x-purpose` and is shown to that person. */
export type Purpose =
  'case-handling' | 'case-intake' | 'account-recovery' | 'dispute' | 'rating-follow-up' | 'supervision';

export interface StaffCommand {
  path: string;
  /** `POST` unless said. */
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  purpose?: Purpose;
  /** Of the thing as one saw it; the server refuses when it has changed since. */
  version?: number;
}

export async function readStaff<T>(
  path: string,
  purpose: Purpose | undefined,
  signal: AbortSignal,
): Promise<T> {
  return answer<T>(path, {
    headers: { accept: 'application/json', ...(purpose ? { 'x-purpose': purpose } : {}) },
    signal,
  });
}

/** Sends a command; the same `key` again means the same intent, carried out once. */
export async function sendStaff<T>(command: StaffCommand, csrf: string, key: string): Promise<T> {
  return answer<T>(command.path, {
    method: command.method ?? 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-csrf-token': csrf,
      'idempotency-key': key,
      ...(command.purpose ? { 'x-purpose': command.purpose } : {}),
      ...(command.version === undefined ? {} : { 'if-match': `"${command.version}"` }),
    },
    body: JSON.stringify(command.body ?? {}),
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
