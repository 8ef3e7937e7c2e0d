import type { ReactNode } from 'react';
import { Alert, Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError } from '../../../api/client.ts';
import { useSignInHref } from '../../../shell/problem.tsx';
import { useStaffWords } from '../words.ts';

/** What went wrong and what to do, with the fields that are named. */
export function Fault({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { w, t, text } = useStaffWords();
  const signIn = useSignInHref();
  const status = error instanceof ApiError ? error.status : -1;
  const problem = error instanceof ApiError ? error.problem : null;
  const offline = status === 0;
  const changed = status === 409 || status === 412;
  const action =
    status === 401 ? (
      <Button href={signIn}>{t('signIn.action')}</Button>
    ) : (
      onRetry && <Button onClick={onRetry}>{changed ? w('reload') : t('problem.retry')}</Button>
    );
  return (
    <Alert
      className="desk-fault"
      type={status === 401 || changed ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={problem ? text(problem.text) : t(offline ? 'problem.offline' : 'problem.unknown')}
      description={
        <>
          <p>
            {problem ? text(problem.remedy) : t(offline ? 'problem.offlineRemedy' : 'problem.unknownRemedy')}
          </p>
          {problem?.errors && problem.errors.length > 0 && (
            <ul>
              {problem.errors.map((field) => (
                <li key={field.path}>{text(field.text)}</li>
              ))}
            </ul>
          )}
          {problem && (
            <p className="desk-soft">{w('fault.id', { code: problem.code, id: problem.requestId })}</p>
          )}
        </>
      }
      {...(action ? { action } : {})}
    />
  );
}

/** A read in its three states: under way, failed with a way on, there. */
export function Shown<T>({
  query,
  rows = 6,
  children,
}: {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Fault error={query.error} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <Fault error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting rows={rows} />;
}

export function Waiting({ rows }: { rows: number }) {
  const { t } = useStaffWords();
  return (
    <output className="desk-output" aria-label={t('loading')}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </output>
  );
}

/** Nothing there, and why that is well or what to do. */
export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="desk-nothing">
      <p className="desk-nothing__title">{title}</p>
      {children && <p className="desk-soft">{children}</p>}
    </div>
  );
}

export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="desk-head">
      <h1>{title}</h1>
      {children && <div className="desk-head__tools">{children}</div>}
    </div>
  );
}
