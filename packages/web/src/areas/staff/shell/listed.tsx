import type { ReactNode } from 'react';
import { Button } from 'antd';
import type { StaffPages } from '../api/queries.ts';
import { Fault, Waiting } from './states.tsx';
import { useStaffWords } from '../words.ts';

/** A list that comes in parts, in all its states. */
export function Listed<T>({
  pages: { query, items },
  empty,
  children,
}: {
  pages: StaffPages<T>;
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}) {
  const { t } = useStaffWords();
  return (
    <>
      {query.error && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Waiting rows={6} />}
      {items && (items.length === 0 ? empty : children(items))}
      {query.hasNextPage && (
        <div className="desk-more">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('pager.more')}
          </Button>
        </div>
      )}
    </>
  );
}
