import { useState } from 'react';
import { App, Button } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import type { DeadJob } from '../api/types.ts';
import { Fault, Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { Listed } from '../../staff/shell/listed.tsx';

/** Work that gave up after all its attempts, to be looked at and run again. */
export function JobsPage() {
  const { w, lang } = useAdminWords();
  useTitle(w('jobs.title'));
  const { message } = App.useApp();
  const pages = useStaffPages<DeadJob>('/api/v1/admin/jobs/dead?limit=20');
  const [running, setRunning] = useState<string | null>(null);
  const send = useStaffSend<{ id: string }>(() => void message.success(w('jobs.done')));
  return (
    <>
      <PageHead title={w('jobs.title')} />
      <p className="desk-soft">{w('jobs.text')}</p>
      {send.error && <Fault error={send.error} />}
      <Listed pages={pages} empty={<Nothing title={w('jobs.none')}>{w('jobs.noneText')}</Nothing>}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((job) => (
              <li key={job.id} className="desk-card">
                <p className="desk-strong">{job.kind}</p>
                <p className="desk-soft">
                  {w('jobs.ended', { n: job.attempts, at: formatMoment(job.endedAt, lang) })}
                </p>
                {job.lastError && <pre className="desk-pre">{job.lastError}</pre>}
                <Button
                  loading={send.isPending && running === job.id}
                  onClick={() => {
                    setRunning(job.id);
                    send.mutate({ path: `/api/v1/admin/jobs/${job.id}/rerun` });
                  }}
                >
                  {w('jobs.rerun')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </>
  );
}
