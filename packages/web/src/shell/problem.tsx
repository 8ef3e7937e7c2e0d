import { Button, LinkButton, Notice, Skeleton } from '@quancheng/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { ApiError } from '../api/client.ts';
import { useWords } from '../i18n/i18n.ts';
import { NotFound } from './not-found.tsx';

/** Where to sign in so that one comes back here. */
export function useSignInHref(): string {
  const { pathname, search } = useLocation();
  return `/auth/login?return=${encodeURIComponent(pathname + search)}`;
}

/** What went wrong and what to do, in the reader's language. */
export function ProblemNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t, text } = useWords();
  const signIn = useSignInHref();
  const status = error instanceof ApiError ? error.status : -1;
  const problem = error instanceof ApiError ? error.problem : null;
  const title = problem ? text(problem.text) : t(status === 0 ? 'problem.offline' : 'problem.unknown');
  const remedy = problem
    ? text(problem.remedy)
    : t(status === 0 ? 'problem.offlineRemedy' : 'problem.unknownRemedy');
  return (
    <Notice tone={status === 401 ? 'caution' : 'danger'} announce="alert" title={title}>
      <p>{remedy}</p>
      {problem && problem.status >= 500 && (
        <p className="small">{t('problem.request', { id: problem.requestId })}</p>
      )}
      {status === 401 ? (
        <LinkButton href={signIn}>{t('signIn.action')}</LinkButton>
      ) : (
        onRetry && (
          <Button variant="secondary" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )
      )}
    </Notice>
  );
}

/** The read that a whole page is about: without it there is still a heading and a way on. */
export function LoadedPage<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined && query.data !== null) return children(query.data);
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFound />;
  return (
    <div className="page page--plain">
      <LoadedMain query={query}>{() => null}</LoadedMain>
    </div>
  );
}

/** The read that brings a page its heading: until it is there, or failed, another one stands in. */
export function LoadedMain<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useWords();
  if (query.data !== undefined && query.data !== null) return children(query.data);
  return (
    <>
      <h1 className={query.error ? undefined : 'visually-hidden'}>
        {t(query.error ? 'problem.page' : 'loading')}
      </h1>
      <Loaded query={query}>{() => null}</Loaded>
    </>
  );
}

/** A read in its three states: under way, failed with a way on, there. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const { t } = useWords();
  if (query.data !== undefined && query.data !== null) return children(query.data);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton label={t('loading')} lines={lines ?? 4} />;
}
