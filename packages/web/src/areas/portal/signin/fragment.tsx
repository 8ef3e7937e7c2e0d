import { useSyncExternalStore, type ReactNode } from 'react';
import { Notice, Skeleton } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/**
 * What stands after # in the address, which browsers keep to themselves: no server, proxy or log sees the secret
 * of a one-time link. Null until the page runs.
 */
export function useFragment(): URLSearchParams | null {
  const hash = useSyncExternalStore<string | null>(
    subscribe,
    () => window.location.hash,
    () => null,
  );
  return hash === null ? null : new URLSearchParams(hash.slice(1));
}

/** A page for whoever came by a whole link; others are told where to get one. */
export function WithToken({
  fragment,
  missing,
  text,
  children,
}: {
  fragment: URLSearchParams | null;
  missing: string;
  text: string;
  children: (token: string) => ReactNode;
}) {
  const { t } = useWords();
  if (fragment === null) return <Skeleton label={t('loading')} lines={4} />;
  const token = fragment.get('token');
  if (token) return children(token);
  return (
    <Notice tone="caution" title={missing}>
      {text}
    </Notice>
  );
}
