import { useRef } from 'react';
import { useMutation } from '@tanstack/react-query';
import { newKey, sendFile } from '../../../api/client.ts';
import { useSession } from '../../../api/queries.ts';
import { useReload } from '../../staff/api/queries.ts';

export interface SealedFile {
  id: string;
  name: string;
  bytes: number;
}

interface Wanted {
  sealId: string;
  file: File;
  query: Record<string, string>;
}

/** Sends a file to be sealed; a retry of the same keeps its key, so that nothing is sealed twice. */
export function useSealFile() {
  const { csrf } = useSession();
  const reload = useReload();
  const last = useRef<{ file: File; path: string; key: string } | null>(null);
  return useMutation({
    mutationFn: ({ sealId, file, query }: Wanted) => {
      const path = `/api/v1/desk/seals/${sealId}/sign?${new URLSearchParams(query).toString()}`;
      if (last.current?.file !== file || last.current.path !== path)
        last.current = { file, path, key: newKey() };
      return sendFile<SealedFile>(path, file, csrf, last.current.key);
    },
    onSuccess: () => {
      last.current = null;
      void reload();
    },
  });
}
