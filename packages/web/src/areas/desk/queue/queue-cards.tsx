import { Checkbox } from 'antd';
import { Link } from 'react-router';
import { useDeskWords } from '../words.ts';
import { DueMark } from './due.tsx';
import type { QueueListProps } from './queue-table.tsx';
import { CaseStatusTag } from './status.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** The queue on a phone. */
export function QueueCards({ rows, selected, onSelect }: QueueListProps) {
  const { w, text } = useDeskWords();
  return (
    <ul className="desk-cards">
      {rows.map((row) => (
        <li key={row.id} className="desk-card">
          <div className="desk-card__head">
            <Checkbox
              aria-label={w('batch.one', { number: row.number })}
              checked={selected.includes(row.id)}
              onChange={(event) =>
                onSelect(
                  event.target.checked ? [...selected, row.id] : selected.filter((id) => id !== row.id),
                )
              }
            />
            <Link className="desk-rowlink" data-case={row.id} to={`/desk/cases/${row.id}`}>
              {text(row.item.title)}
            </Link>
          </div>
          <p>
            <AsWritten>{row.applicant}</AsWritten>
          </p>
          <p className="desk-card__line">
            <CaseStatusTag status={row.status} words={row.statusText} />
            <DueMark due={row.due} date={row.dueDate} status={row.status} />
          </p>
          <p className="desk-soft desk-figures">
            {row.number}
            <AsWritten>{row.mine ? ` · ${w('queue.me')}` : row.handler ? ` · ${row.handler}` : ''}</AsWritten>
          </p>
        </li>
      ))}
    </ul>
  );
}
