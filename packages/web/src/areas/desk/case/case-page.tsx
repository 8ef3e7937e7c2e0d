import { useCallback, useState } from 'react';
import { Button } from 'antd';
import { ArrowLeft, RefreshCw, Workflow } from 'lucide-react';
import { Link, useNavigate, useParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi, useReload } from '../../staff/api/queries.ts';
import type { DeskCase } from '../api/types.ts';
import { DueMark } from '../queue/due.tsx';
import { CaseStatusTag } from '../queue/status.tsx';
import { useKeys } from '../../staff/shell/keys.tsx';
import { Fault, PageHead, Shown } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { navOf } from '../shell/nav.ts';
import { useDeskWords } from '../words.ts';
import { ActionBar } from './action-bar.tsx';
import { Answers } from './answers.tsx';
import { Clock } from './clock.tsx';
import { DiagramDialog } from './diagram.tsx';
import { History } from './history.tsx';
import { Materials } from './materials.tsx';
import { Outcome } from './outcome.tsx';
import { Reasons } from './reasons.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** One case: what was answered, what was handed in, and how it stands and what to do. */
export function CasePage() {
  const { id = '' } = useParams();
  const query = useStaffApi<DeskCase>(`/api/v1/cases/${encodeURIComponent(id)}`, 'case-handling');
  const { w } = useDeskWords();
  if (query.error && query.data === undefined) {
    return (
      <>
        <BackLink />
        <PageHead title={w('file.unread')} />
        <Fault error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  return (
    <Shown query={query} rows={12}>
      {(entry) => <CaseView entry={entry} refreshing={query.isRefetching} />}
    </Shown>
  );
}

function BackLink() {
  const { w } = useDeskWords();
  return (
    <Link to="/desk" className="desk-back">
      <ArrowLeft size={16} aria-hidden />
      {w('file.back')}
    </Link>
  );
}

function CaseView({ entry, refreshing }: { entry: DeskCase; refreshing: boolean }) {
  const { w, text } = useDeskWords();
  useTitle(`${entry.number} ${text(entry.item.title)}`);
  const navigate = useNavigate();
  const reload = useReload();
  const asksUpper = navOf(useSession()).some(({ path }) => path === '/desk/upper-licences');
  const wide = useWidth() === 'wide';
  const [diagram, setDiagram] = useState(false);
  const closeDiagram = useCallback(() => setDiagram(false), []);
  useKeys('case', [
    ...(entry.process ? [{ key: 'g', label: w('diagram.show'), run: () => setDiagram(true) }] : []),
    { key: 'r', label: w('keys.reload'), run: () => void reload() },
    { key: 'q', label: w('keys.back'), run: () => void navigate('/desk') },
  ]);
  return (
    <div className="desk-case">
      <div className="desk-case__head">
        <BackLink />
        <div className="desk-case__title">
          <h1>{text(entry.item.title)}</h1>
          <CaseStatusTag status={entry.status} words={entry.statusText} />
          <DueMark due={entry.due} date={entry.dueDate} status={entry.status} />
        </div>
        <p className="desk-case__sub">
          <span className="desk-figures">{entry.number}</span>
          <strong>
            <AsWritten>{entry.applicant}</AsWritten>
          </strong>
          <span>{w(`channel.${entry.channel}`)}</span>
          <span>{text(entry.agency)}</span>
          {entry.task && <span>{w('file.task', { name: text(entry.task.name) })}</span>}
        </p>
        <div className="desk-row desk-case__tools">
          {asksUpper && (
            <Link to={`/desk/upper-licences?case=${encodeURIComponent(entry.number)}`}>
              {w('upper.fromCase')}
            </Link>
          )}
          {entry.process && (
            <Button size="small" icon={<Workflow size={16} aria-hidden />} onClick={() => setDiagram(true)}>
              {w('diagram.show')}
            </Button>
          )}
          <Button
            size="small"
            icon={<RefreshCw size={16} aria-hidden />}
            loading={refreshing}
            onClick={() => void reload()}
          >
            {w('queue.reload')}
          </Button>
        </div>
      </div>
      <div className="desk-panes">
        <div className="desk-pane">
          <Answers entry={entry} />
          <Reasons reasons={entry.reasons} />
        </div>
        <div className="desk-pane">
          <Materials entry={entry} />
        </div>
        <aside className="desk-pane desk-pane--side" aria-label={w('file.side')}>
          {wide && <ActionBar entry={entry} />}
          <Outcome entry={entry} />
          <Clock entry={entry} />
          <History entry={entry} />
        </aside>
      </div>
      {!wide && <ActionBar entry={entry} />}
      {diagram && <DiagramDialog id={entry.id} onClose={closeDiagram} />}
    </div>
  );
}
