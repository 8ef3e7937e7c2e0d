import { useState } from 'react';
import { Button, buttonClass, Empty, FactList } from '@quancheng/ui';
import { FileX } from 'lucide-react';
import { Link } from 'react-router';
import { useApi, useSend } from '../../../api/queries.ts';
import type { CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { cityDay, dayAfter } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { LastDay, useLastDayCheck } from '../form/last-day.tsx';
import { caseOffersPath } from './mandate-paths.ts';
import { ShownCode, type Offered } from './shown-code.tsx';

const usualDays = 30;
const mostYears = 1;

/** Some time after the case is due, where it is; at most what may be chosen. */
function usualLastDay(dueDate: string | null): string {
  const today = cityDay(0);
  const from = dueDate !== null && dueDate > today ? dueDate : today;
  const [last, latest] = [dayAfter(from, usualDays), cityDay(mostYears)];
  return last < latest ? last : latest;
}

/** One lets whoever scans a code go on with one case that is under way. */
export function Entrust({ caseId }: { caseId: string }) {
  const { t } = useWords();
  const query = useApi<CaseDetail>(`/api/v1/cases/${encodeURIComponent(caseId)}`);
  return (
    <div className="page page--form">
      <h1>{t('entrust.title')}</h1>
      <Loaded query={query}>
        {(entry) =>
          entry.entrustable ? (
            <Offer entry={entry} />
          ) : (
            <Empty icon={<FileX aria-hidden />} title={t('entrust.ended')}>
              {t('entrust.endedText')}
            </Empty>
          )
        }
      </Loaded>
    </div>
  );
}

function Offer({ entry: { id, number, item, applicant, dueDate } }: { entry: CaseDetail }) {
  const { t, text } = useWords();
  const [lastDay, setLastDay] = useState(() => usualLastDay(dueDate));
  const [error, setError] = useState<string>();
  const check = useLastDayCheck(mostYears);
  const send = useSend<Offered>();
  const facts = [
    { key: 'item', label: t('offer.item'), value: text(item.title) },
    { key: 'number', label: t('case.number'), value: number },
    { key: 'applicant', label: t('case.applicant'), value: <AsWritten>{applicant}</AsWritten> },
  ];
  return (
    <div className="stack">
      <p className="lead">{t('entrust.text')}</p>
      <FactList facts={facts} />
      {send.data ? (
        <ShownCode offered={send.data} care={t('entrust.care')}>
          <Link to={`/cases/${encodeURIComponent(id)}`} className={buttonClass('secondary')}>
            {t('entrust.back')}
          </Link>
        </ShownCode>
      ) : (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const wrong = check(lastDay);
            setError(wrong);
            if (!wrong) send.mutate({ path: caseOffersPath, body: { caseId: id, lastDay } });
          }}
        >
          {send.error && <ProblemNotice error={send.error} />}
          <LastDay
            label={t('entrust.lastDay')}
            years={mostYears}
            value={lastDay}
            error={error}
            onChange={(day) => {
              setLastDay(day);
              setError(undefined);
            }}
          />
          <div className="actions">
            <Button type="submit" busy={send.isPending}>
              {t('once.show')}
            </Button>
            <Link to={`/cases/${encodeURIComponent(id)}`} className={buttonClass('quiet')}>
              {t('cancel')}
            </Link>
          </div>
        </form>
      )}
    </div>
  );
}
