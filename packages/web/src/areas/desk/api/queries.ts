import { useCallback, useRef } from 'react';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { ApiError, newKey } from '../../../api/client.ts';
import { apiKey, sessionPath, useSession } from '../../../api/queries.ts';
import type { Page, Session } from '../../../api/types.ts';
import { readDesk, sendDesk, type DeskCommand, type Purpose } from './client.ts';

const deskKey = ['desk'] as const;

/** Reads a GET path with the purpose that the reading has; `null` asks for nothing yet. */
export function useDeskApi<T>(path: string | null, purpose?: Purpose): UseQueryResult<T> {
  return useQuery({
    queryKey: [...deskKey, path ?? '', purpose ?? ''],
    queryFn: ({ signal }) => readDesk<T>(path ?? '', purpose, signal),
    enabled: path !== null,
  });
}

/** Reads a list that comes in parts. */
export function useDeskPages<T>(path: string, purpose?: Purpose) {
  const query = useInfiniteQuery({
    queryKey: [...deskKey, 'pages', path, purpose ?? ''],
    queryFn: ({ signal, pageParam }) =>
      readDesk<Page<T>>(pageParam === null ? path : withQuery(path, 'cursor', pageParam), purpose, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) };
}

export type DeskPages<T> = ReturnType<typeof useDeskPages<T>>;

export function withQuery(path: string, name: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
}

/** Everything that the desk has read is read anew. */
export function useReload(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: deskKey }), [client]);
}

/** Reads once, outside of rendering, as before a batch. */
export function useRead() {
  const client = useQueryClient();
  return <T>(path: string, purpose: Purpose): Promise<T> =>
    client.fetchQuery({
      queryKey: [...deskKey, path, purpose],
      queryFn: ({ signal }) => readDesk<T>(path, purpose, signal),
      staleTime: 0,
    });
}

/** Sends one command after another; each call is an intent of its own. */
export function useDeskCommand() {
  const client = useQueryClient();
  const { csrf } = useSession();
  return async <T>(command: DeskCommand, key: string = newKey()): Promise<T> => {
    try {
      return await sendDesk<T>(command, csrf, key);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem?.code !== 'platform.csrf') throw error;
      // Another tab may have signed in anew: the token is read again, once.
      await client.refetchQueries({ queryKey: apiKey(sessionPath) });
      return sendDesk<T>(command, client.getQueryData<Session>(apiKey(sessionPath))?.csrf ?? csrf, key);
    }
  };
}

/** Sends a command from a form. A retry of the same command keeps its key; afterwards all is read anew. */
export function useDeskSend<T>(onDone?: (result: T) => void): UseMutationResult<T, Error, DeskCommand> {
  const last = useRef<{ intent: string; key: string } | null>(null);
  const command = useDeskCommand();
  const reload = useReload();
  return useMutation({
    mutationFn: (asked: DeskCommand) => {
      const intent = JSON.stringify(asked);
      if (last.current?.intent !== intent) last.current = { intent, key: newKey() };
      return command<T>(asked, last.current.key);
    },
    onSuccess: (result) => {
      last.current = null;
      onDone?.(result);
      void reload();
    },
  });
}
