import { useState, type ReactNode } from 'react';
import { Pager } from '@quancheng/ui';
import { useLocation } from 'react-router';
import { useApi } from '../api/queries.ts';
import type { Page } from '../api/types.ts';
import { useWords } from '../i18n/i18n.ts';
import { Loaded } from './problem.tsx';

interface PagesProps<T> {
  /** GET path of the first page. */
  path: string;
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}

/** A list that comes in parts; each part is read, kept and shown by itself. */
export function Pages<T>({ path, empty, children }: PagesProps<T>) {
  const [cursors, setCursors] = useState<string[]>([]);
  const more = (cursor: string) => setCursors([...cursors, cursor]);
  return (
    <>
      <Part path={path} empty={empty} last={cursors.length === 0} onMore={more}>
        {children}
      </Part>
      {cursors.map((cursor, index) => (
        <Part
          key={cursor}
          path={withCursor(path, cursor)}
          empty={null}
          last={index === cursors.length - 1}
          onMore={more}
        >
          {children}
        </Part>
      ))}
    </>
  );
}

interface PartProps<T> extends PagesProps<T> {
  last: boolean;
  onMore: (cursor: string) => void;
}

function Part<T>({ path, empty, last, onMore, children }: PartProps<T>) {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const query = useApi<Page<T>>(path);
  return (
    <Loaded query={query}>
      {({ items, next }) => (
        <>
          {items.length === 0 ? empty : children(items)}
          {next !== null && last && (
            <Pager
              href={withCursor(pathname + search, next)}
              label={t('pager.more')}
              onMore={() => onMore(next)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function withCursor(address: string, cursor: string): string {
  const [path = '', search = ''] = address.split('?');
  const query = new URLSearchParams(search);
  query.set('cursor', cursor);
  return `${path}?${query.toString()}`;
}
