import { StatusTag } from '@quancheng/ui';
import { Link } from 'react-router';
import type { CaseSummary } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDay } from '../../../lib/format.ts';
import { isOver, kindOf } from './status.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Where a matter goes on: a draft in its form, everything else on its own page. */
function caseHref(entry: CaseSummary): string {
  if (entry.status !== 'draft') return `/cases/${entry.id}`;
  return `/apply/${encodeURIComponent(entry.item.code)}?case=${entry.id}`;
}

/** What waits for the reader comes first. */
export function waitingFirst(cases: readonly CaseSummary[]): CaseSummary[] {
  return [...cases.filter(({ waiting }) => waiting), ...cases.filter(({ waiting }) => !waiting)];
}

export function CaseList({ cases }: { cases: CaseSummary[] }) {
  return (
    <ul className="cases">
      {waitingFirst(cases).map((entry) => (
        <CaseRow key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

function CaseRow({ entry }: { entry: CaseSummary }) {
  const { t, lang, text } = useWords();
  const due = entry.dueDate && !isOver(entry.status) && entry.status !== 'correcting' ? entry.dueDate : null;
  return (
    <li className="case-row">
      <div className="case-row__words">
        <Link to={caseHref(entry)} className="case-row__title">
          {text(entry.item.title)}
        </Link>
        <p className="case-row__more">
          <AsWritten>{entry.applicant}</AsWritten>
          {entry.number && ` · ${entry.number}`}
        </p>
      </div>
      <div className="case-row__state">
        {entry.waiting ? (
          <StatusTag kind="waiting">{t(`cases.waiting.${entry.waiting}`)}</StatusTag>
        ) : (
          <StatusTag kind={kindOf(entry.status)}>{text(entry.statusText)}</StatusTag>
        )}
        <p className="case-row__more">
          {due
            ? t('cases.dueBy', { day: formatDay(due, lang) })
            : t(entry.status === 'draft' ? 'cases.savedOn' : 'cases.updatedOn', {
                day: formatDay(entry.updatedAt, lang),
              })}
        </p>
      </div>
    </li>
  );
}
