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
import { readStaff, sendStaff, type StaffCommand, type Purpose } from './client.ts';

const staffKey = ['staff'] as const;

/** Reads a GET path with the purpose that the reading has; `null` asks for nothing yet. */
export function useStaffApi<T>(path: string | null, purpose?: Purpose): UseQueryResult<T> {
  return useQuery({
    queryKey: [...staffKey, path ?? '', purpose ?? ''],
    queryFn: ({ signal }) => readStaff<T>(path ?? '', purpose, signal),
    enabled: path !== null,
  });
}

/** Reads a list that comes in parts. */
export function useStaffPages<T>(path: string, purpose?: Purpose) {
  const query = useInfiniteQuery({
    queryKey: [...staffKey, 'pages', path, purpose ?? ''],
    queryFn: ({ signal, pageParam }) =>
      readStaff<Page<T>>(pageParam === null ? path : withQuery(path, 'cursor', pageParam), purpose, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) };
}

export type StaffPages<T> = ReturnType<typeof useStaffPages<T>>;

export function withQuery(path: string, name: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
}

/** Everything that staff have read is read anew. */
export function useReload(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: staffKey }), [client]);
}

/** Reads once, outside of rendering, as before a batch. */
export function useRead() {
  const client = useQueryClient();
  return <T>(path: string, purpose: Purpose): Promise<T> =>
    client.fetchQuery({
      queryKey: [...staffKey, path, purpose],
      queryFn: ({ signal }) => readStaff<T>(path, purpose, signal),
      staleTime: 0,
    });
}

/** Sends one command after another; each call is an intent of its own. */
export function useStaffCommand() {
  const client = useQueryClient();
  const { csrf } = useSession();
  return async <T>(command: StaffCommand, key: string = newKey()): Promise<T> => {
    try {
      return await sendStaff<T>(command, csrf, key);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem?.code !== 'platform.csrf') throw error;
      // Another tab may have signed in anew: the token is read again, once.
      await client.refetchQueries({ queryKey: apiKey(sessionPath) });
      return sendStaff<T>(command, client.getQueryData<Session>(apiKey(sessionPath))?.csrf ?? csrf, key);
    }
  };
}

/** Sends a command from a form. A retry of the same command keeps its key; afterwards all is read anew. */
export function useStaffSend<T>(onDone?: (result: T) => void): UseMutationResult<T, Error, StaffCommand> {
  const last = useRef<{ intent: string; key: string } | null>(null);
  const command = useStaffCommand();
  const reload = useReload();
  return useMutation({
    mutationFn: (asked: StaffCommand) => {
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
