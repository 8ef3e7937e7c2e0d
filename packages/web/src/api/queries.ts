import { useRef } from 'react';
import {
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { ApiError, getJson, newKey, sendFile, sendJson, type Command } from './client.ts';
import type { Session, StoredFile } from './types.ts';

export const sessionPath = '/api/v1/session';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: worthRetrying, refetchOnWindowFocus: false },
      mutations: { retry: worthRetrying },
    },
  });
}

/** A server that is down or a line that broke may come back; a refusal stays one. */
function worthRetrying(count: number, error: unknown): boolean {
  return count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

/** The cache keeps each GET under its path, on the server as in the browser. */
export function apiKey(path: string) {
  return ['api', path] as const;
}

/** Reads a GET path; `null` asks for nothing yet. `again` says after how many milliseconds to look anew. */
export function useApi<T>(path: string | null, again?: (data: T) => number | false): UseQueryResult<T> {
  return useQuery({
    queryKey: apiKey(path ?? ''),
    queryFn: ({ signal }) => getJson<T>(path ?? '', signal),
    enabled: path !== null,
    refetchInterval: ({ state }) => (again && state.data !== undefined ? again(state.data as T) : false),
  });
}

/** Who is here; the server always sends it along with the page. */
export function useSession(): Session {
  const { data } = useQuery<Session>({
    queryKey: apiKey(sessionPath),
    queryFn: ({ signal }) => getJson<Session>(sessionPath, signal),
    staleTime: Infinity,
  });
  if (!data) throw new Error('the page came without a session');
  return data;
}

/** Sends commands. A retry of the same command keeps its key, so that it is never carried out twice. */
export function useSend<T>(
  onDone?: (result: T) => void,
  onFail?: (error: Error) => void,
): UseMutationResult<T, Error, Command> {
  const keys = useIntentKeys();
  const withCsrf = useCsrf();
  return useMutation({
    mutationFn: (command: Command) => {
      const key = keys.of(JSON.stringify(command));
      return withCsrf((csrf) => sendJson<T>(command, csrf, key));
    },
    onSuccess: (result) => {
      keys.done();
      onDone?.(result);
    },
    onError: (error) => onFail?.(error),
  });
}

/** Sends a file; by default one that is kept as a material. */
export function useUpload<T = StoredFile>(path = '/api/v1/files'): UseMutationResult<T, Error, File> {
  const keys = useIntentKeys();
  const withCsrf = useCsrf();
  return useMutation({
    mutationFn: (file: File) => {
      const key = keys.of(`${file.name} ${file.size} ${file.lastModified}`);
      return withCsrf((csrf) => sendFile<T>(path, file, csrf, key));
    },
    onSuccess: () => keys.done(),
  });
}

function useIntentKeys() {
  const last = useRef<{ intent: string; key: string } | null>(null);
  return {
    of: (intent: string) => {
      if (last.current?.intent !== intent) last.current = { intent, key: newKey() };
      return last.current.key;
    },
    done: () => {
      last.current = null;
    },
  };
}

/** Another tab may have signed in anew: then the token is read again, once. */
function useCsrf() {
  const client = useQueryClient();
  const { csrf } = useSession();
  return async <T>(send: (csrf: string) => Promise<T>): Promise<T> => {
    try {
      return await send(csrf);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem?.code !== 'platform.csrf') throw error;
      await client.refetchQueries({ queryKey: apiKey(sessionPath) });
      return send(client.getQueryData<Session>(apiKey(sessionPath))?.csrf ?? csrf);
    }
  };
}
