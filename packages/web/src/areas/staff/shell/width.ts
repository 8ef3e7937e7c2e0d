import { useSyncExternalStore } from 'react';

/** `wide`: side navigation and three panes; `medium`: a tablet; `narrow`: a phone. */
export type Width = 'wide' | 'medium' | 'narrow';

const queries = { wide: '(min-width: 1200px)', medium: '(min-width: 720px)' };

function subscribe(changed: () => void): () => void {
  const lists = Object.values(queries).map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}

function current(): Width {
  if (matchMedia(queries.wide).matches) return 'wide';
  return matchMedia(queries.medium).matches ? 'medium' : 'narrow';
}

export function useWidth(): Width {
  return useSyncExternalStore(subscribe, current);
}
